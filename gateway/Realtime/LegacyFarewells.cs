using Strangler.Gateway.Legacy;

namespace Strangler.Gateway.Realtime;

/// <summary>
/// Tells legacy, by Engine.IO's close packet, that a page that polled it comes no more: it takes ten, and would go on counting this one (contract 9.1, 9.3). In the
/// background, since legacy may be slow or gone, and forgets the page by itself in the end.
/// </summary>
internal sealed class LegacyFarewells(LegacyClient legacy, TimeProvider time) : IDisposable
{
    private const int MostAtOnce = 2;
    private const int MostUnderWay = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(MostAtOnce, MostAtOnce);
    private int _underWay;

    /// <summary>Those that legacy has not answered yet.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Never waits. What is too much is not said.</summary>
    /// <param name="sid">The session; one that legacy does not know is as good.</param>
    public void Say(string sid)
    {
        if (Interlocked.Increment(ref _underWay) <= MostUnderWay)
            _ = SayAsync(sid);
        else
            Interlocked.Decrement(ref _underWay);
    }

    public void Dispose() => _turn.Dispose();

    private async Task SayAsync(string sid)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await _turn.WaitAsync(patience.Token);
            try
            {
                using var close = new StringContent("1");
                await legacy.PostAsync($"/socket.io/?EIO=4&transport=polling&sid={Uri.EscapeDataString(sid)}", close, patience.Token);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (Exception ex) when (ex is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // It forgets the page by itself.
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }
}
