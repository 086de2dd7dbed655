namespace Strangler.Services.Backups.Jobs;

/// <summary>The speed of a job's transfer, computed from samples of its progress (contract 8.1, Q28). For an ended job it no longer changes: it is <paramref name="last"/>.</summary>
internal sealed class JobPerformance(long totalBytes, TimeProvider time, PerformanceSummary? last = null)
{
    private const int SpeedsForTrend = 5;
    private const double Smoothing = 0.2;
    private const double Slow = 262_144;
    private static readonly TimeSpan StallTime = TimeSpan.FromSeconds(3);

    /// <summary>A client often writes several lines at once: over a shorter time than this they say nothing about speed.</summary>
    private static readonly TimeSpan ShortestSpan = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private Queue<double>? _lastSpeeds; // Of a job that goes on.
    private DateTimeOffset _lastUpdate = time.GetUtcNow();
    private DateTimeOffset _spanStart = time.GetUtcNow();
    private long _spanBytes;
    private DateTimeOffset? _stalledSince;
    private PerformanceSummary? _end = last;
    private long _bytes;
    private int _speeds;
    private double _last;
    private double _peak;
    private double _mean;
    private double _ema;

    /// <summary>Takes note of how many bytes have been sent so far.</summary>
    public void Sample(long bytes)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            _stalledSince = bytes == _bytes ? _stalledSince ?? now : null;
            (_bytes, _lastUpdate) = (bytes, now);
            if (now - _spanStart >= ShortestSpan)
                EndSpan(now);
        }
    }

    /// <summary>Freezes the record. What came since the last speed was computed counts over the time until now.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (_end is not null)
                return;
            if (_bytes > _spanBytes && time.GetUtcNow() is var now && now > _spanStart)
                EndSpan(now);
            (_end, _lastSpeeds) = (Current(), null);
        }
    }

    public PerformanceSummary Summarize()
    {
        lock (_gate)
            return _end ?? Current();
    }

    private PerformanceSummary Current()
    {
        var now = time.GetUtcNow();
        return new PerformanceSummary(
            totalBytes, totalBytes > 0 ? Math.Min(_bytes, totalBytes) : _bytes, (long)_last, (long)_peak, (long)_mean, (long)_ema,
            totalBytes > 0 && _ema > 1 ? (long)(Math.Max(0, totalBytes - _bytes) / _ema) : null,
            Math.Round((now - _start).TotalSeconds, 2), Math.Round((now - _lastUpdate).TotalSeconds, 2), Trend(), Insight(now));
    }

    private void EndSpan(DateTimeOffset now)
    {
        Speed(Math.Max(0, (_bytes - _spanBytes) / (now - _spanStart).TotalSeconds));
        (_spanBytes, _spanStart) = (_bytes, now);
    }

    private void Speed(double speed)
    {
        _speeds++;
        _last = speed;
        _peak = Math.Max(_peak, speed);
        _mean = _mean == 0 ? speed : ((_mean * (_speeds - 1)) + speed) / _speeds;
        _ema = _ema == 0 ? speed : (Smoothing * speed) + ((1 - Smoothing) * _ema);
        _lastSpeeds ??= new Queue<double>(SpeedsForTrend);
        if (_lastSpeeds.Count == SpeedsForTrend)
            _lastSpeeds.Dequeue();
        _lastSpeeds.Enqueue(speed);
    }

    private string Trend()
    {
        if (_lastSpeeds is not { Count: > 1 })
            return "unknown";
        var first = _lastSpeeds.Peek();
        return _last > 1.2 * first ? "increasing" : _last < 0.8 * first ? "decreasing" : "stable";
    }

    private string? Insight(DateTimeOffset now) =>
        now - _stalledSince > StallTime ? "possible_stall" : _ema is > 0 and < Slow ? "slow_throughput" : null;
}

/// <summary>A performance record as the routes report it (contract 8.1): speeds in bytes a second, times in seconds.</summary>
internal sealed record PerformanceSummary(
    long TotalBytes, long Bytes, long LastSpeed, long PeakSpeed, long MeanSpeed, long EmaSpeed, long? Eta,
    double Elapsed, double LastUpdateAge, string Trend, string? Insight)
{
    /// <summary>Null if there is no total.</summary>
    public double? Percentage => TotalBytes > 0 ? Math.Round((double)Bytes / TotalBytes * 100, 2) : null;
}
