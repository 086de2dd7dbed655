using System.Threading.Channels;

namespace Strangler.ShadowDiff.Trials;

/// <summary>Exchanges of a trial that wait to be asked anew, bounded by number and by the bytes of their altered answers: each has one for every fault in it.</summary>
/// <param name="most">Exchanges at most.</param>
/// <param name="mostBytes">Bytes at most, of those that wait and those that are being asked.</param>
internal sealed class TrialQueue(int most, long mostBytes)
{
    private readonly Channel<TrialLook> _waiting = Channel.CreateBounded<TrialLook>(most);
    private long _bytes;
    private long _skipped;

    /// <summary>Exchanges left out because too many, or too much, waited.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    public void Add(TrialLook look)
    {
        var bytes = look.AlteredBytes;
        if (Interlocked.Add(ref _bytes, bytes) <= mostBytes && _waiting.Writer.TryWrite(look))
            return;

        Interlocked.Add(ref _bytes, -bytes);
        Interlocked.Increment(ref _skipped);
    }

    /// <summary>Each in its turn, by any number of takers; what one has taken makes room when it asks for the next.</summary>
    public async IAsyncEnumerable<TrialLook> TakeAsync()
    {
        await foreach (var look in _waiting.Reader.ReadAllAsync())
        {
            yield return look;
            Interlocked.Add(ref _bytes, -look.AlteredBytes);
        }
    }

    /// <summary>Takes no more; what waits is still given out.</summary>
    public void Complete() => _waiting.Writer.TryComplete();
}
