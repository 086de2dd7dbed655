namespace Strangler.Services.Routes.Observability;

/// <summary>The values of a metric in a time window; if there are none, <see cref="Count"/> is 0 and the rest has no meaning.</summary>
internal readonly record struct MetricSummary(long Count, double Sum, double Min, double Max, double Latest)
{
    public double Average => Sum / Count;

    public MetricSummary With(double value) => Count == 0
        ? new MetricSummary(1, value, value, value, value)
        : new MetricSummary(Count + 1, Sum + value, Math.Min(Min, value), Math.Max(Max, value), value);

    /// <param name="later">Of the time after this one.</param>
    public MetricSummary With(MetricSummary later) => this switch
    {
        _ when later.Count == 0 => this,
        { Count: 0 } => later,
        _ => new MetricSummary(Count + later.Count, Sum + later.Sum, Math.Min(Min, later.Min), Math.Max(Max, later.Max), later.Latest),
    };
}
