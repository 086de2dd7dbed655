using System.Collections.Concurrent;

namespace Strangler.Services.Realtime.Hub;

/// <summary>How fast the running transfers are, job by job, for the time that they still take.</summary>
internal sealed class TransferSpeeds(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, TransferSpeed> _speeds = new(StringComparer.Ordinal);

    /// <summary>Takes note of how far a job's transfer has got.</summary>
    public void Note(string jobId, long sent) => _speeds.GetOrAdd(jobId, static (_, clock) => new TransferSpeed(clock), time).Note(sent);

    /// <summary>Milliseconds that the rest takes at the present speed; null while that is unknown.</summary>
    public long? EtaMs(string jobId, long sent, long total) => _speeds.GetValueOrDefault(jobId)?.EtaMs(total - sent);

    /// <summary>The job has ended.</summary>
    public void Forget(string jobId) => _speeds.TryRemove(jobId, out _);
}

/// <summary>
/// The speed of one transfer, the last few seconds counting most. It begins with the first byte: what comes before, e.g. the start of the client and
/// its handshake, is no part of it and would make the rest look endless.
/// </summary>
internal sealed class TransferSpeed(TimeProvider time)
{
    private const double Memory = 5; // seconds after which a measurement counts for about a third
    private const double Slowest = 1; // bytes a second; below it nothing can be said

    private readonly Lock _gate = new();
    private long? _at;
    private long _sent;
    private double _bytes;
    private double _seconds;

    public void Note(long sent)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (_at is { } last && _sent > 0 && (sent > _sent || _bytes > 0))
            {
                var seconds = time.GetElapsedTime(last, now).TotalSeconds;
                if (seconds <= 0)
                    return;
                var kept = Math.Exp(-seconds / Memory);
                _bytes = (_bytes * kept) + Math.Max(0, sent - _sent);
                _seconds = (_seconds * kept) + seconds;
            }

            (_at, _sent) = (now, sent);
        }
    }

    /// <summary>Milliseconds for so many bytes; null while the speed is unknown.</summary>
    public long? EtaMs(long left)
    {
        lock (_gate)
            return _bytes > 0 && _bytes / _seconds is >= Slowest and var speed ? (long)(Math.Max(0, left) / speed * 1000) : null;
    }
}
