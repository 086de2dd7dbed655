using HdrHistogram;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Metrics;

/// <summary>What one side of one route has answered since the start: how often, and how fast.</summary>
internal sealed class RouteSeries(string route, Side side)
{
    private const long MaxMicroseconds = 3_600_000_000; // Sockets live for hours; past one, an hour is as good.
    private long _errors;
    private readonly LongConcurrentHistogram _durations = new(1, MaxMicroseconds, numberOfSignificantValueDigits: 2);

    public string Route => route;

    public Side Side => side;

    /// <summary>Written to the label <c>served_by</c>.</summary>
    public string ServedBy { get; } = side == Side.Modern ? "modern" : "legacy";

    public long Requests => _durations.TotalCount;

    /// <summary>Answers with a status of 500 or more.</summary>
    public long Errors => Interlocked.Read(ref _errors);

    public void Record(TimeSpan duration, int status)
    {
        _durations.RecordValue(Math.Clamp((long)duration.TotalMicroseconds, 1, MaxMicroseconds));
        if (status >= StatusCodes.Status500InternalServerError)
            Interlocked.Increment(ref _errors);
    }

    /// <summary>Milliseconds that this share of the answers did not exceed; null before the first answer.</summary>
    public double? Percentile(double percent) =>
        Requests == 0 ? null : _durations.GetValueAtPercentile(percent) / 1000.0;
}
