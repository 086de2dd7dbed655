namespace Strangler.Services.Routes.Observability;

/// <summary>
/// The values of one metric, summed up by the second and kept for an hour: memory is bounded whatever the load. A window reaches back
/// to the second that holds its start; a longer one is cut to an hour.
/// </summary>
internal sealed class MetricSeries(TimeProvider time)
{
    public const int KeptSeconds = 3600;

    private readonly Lock _lock = new();
    private readonly (long Second, MetricSummary Values)[] _seconds = new (long, MetricSummary)[KeptSeconds];

    public void Add(double value)
    {
        var now = Now;
        lock (_lock)
        {
            ref var slot = ref _seconds[now % KeptSeconds];
            if (slot.Second != now)
                slot = (now, default);
            slot.Values = slot.Values.With(value);
        }
    }

    public MetricSummary Summarize(long windowSeconds)
    {
        var now = Now;
        var sum = default(MetricSummary);
        lock (_lock)
        {
            for (var second = now - Math.Min(windowSeconds, KeptSeconds - 1); windowSeconds > 0 && second <= now; second++)
            {
                var slot = _seconds[second % KeptSeconds];
                if (slot.Second == second)
                    sum = sum.With(slot.Values);
            }
        }

        return sum;
    }

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();
}
