using HdrHistogram;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Metrics;

/// <summary>What one side of one route has answered since the start: how often, and how fast.</summary>
internal sealed class RouteSeries(string route, Side side)
{
    private const long MaxMicroseconds = 3_600_000_000; // Sockets live for hours; past one, an hour is as good.
    private static readonly long[] Steps = [.. StepsOf(NewHistogram())];
    private long _errors;
    private readonly LongConcurrentHistogram _durations = NewHistogram();

    /// <summary>How many durations a histogram tells apart.</summary>
    public static int StepCount => Steps.Length;

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

    /// <summary>Reads what was recorded meanwhile, without a stop to those who record.</summary>
    /// <param name="before">How many answers took how long by the last call; brought up to date.</param>
    /// <param name="since">Gets how many did since.</param>
    /// <returns>How many answers that are.</returns>
    public long CountsSince(long[] before, long[] since)
    {
        var answers = 0L;
        for (var i = 0; i < Steps.Length; i++)
        {
            var now = _durations.GetCountAtValue(Steps[i]);
            answers += since[i] = now - before[i];
            before[i] = now;
        }

        return answers;
    }

    /// <summary>Milliseconds that this share of the answers did not exceed.</summary>
    /// <param name="counts">How many answers took how long, as <see cref="CountsSince"/> gives them; one at least.</param>
    /// <param name="percent">The share, above 0 to 100.</param>
    public static double Percentile(ReadOnlySpan<long> counts, double percent)
    {
        var wanted = 0L;
        foreach (var count in counts)
            wanted += count;
        wanted = (long)Math.Ceiling(wanted * percent / 100);
        var step = 0;
        for (var seen = counts[0]; seen < wanted; seen += counts[step])
            step++;
        return Steps[step] / 1000.0;
    }

    private static LongConcurrentHistogram NewHistogram() => new(1, MaxMicroseconds, numberOfSignificantValueDigits: 2);

    /// <summary>The shortest duration of each step.</summary>
    private static IEnumerable<long> StepsOf(HistogramBase histogram)
    {
        for (var value = 1L; value <= MaxMicroseconds; value = histogram.NextNonEquivalentValue(value))
            yield return value;
    }
}
