using System.Buffers.Text;

namespace Strangler.Benchmarks.Sockets;

/// <summary>How much later than they happened events came, over all sockets of a run. Server and clients share a clock.</summary>
internal sealed class Lateness(TimeProvider time)
{
    private const double FirstMillisecondsOf2001 = 978_307_200_000;

    private readonly int[] _milliseconds = new int[60_000];

    /// <param name="timestamp">Begins with the event's time: seconds or milliseconds since 1970.</param>
    public void Note(ReadOnlySpan<byte> timestamp)
    {
        if (!Utf8Parser.TryParse(timestamp, out double at, out _))
            return;
        var happened = at < FirstMillisecondsOf2001 ? at * 1000 : at;
        var late = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds - happened;
        Interlocked.Increment(ref _milliseconds[(int)Math.Clamp(late, 0, _milliseconds.Length - 1)]);
    }

    /// <summary>Milliseconds that so many of a hundred events took at most.</summary>
    public int Percentile(double percent)
    {
        var left = _milliseconds.Sum(count => (long)count) * percent / 100;
        return Array.FindIndex(_milliseconds, count => (left -= count) <= 0);
    }
}
