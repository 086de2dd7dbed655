namespace Strangler.ShadowDiff.Model;

/// <summary>How long a side took over the exchanges that were compared.</summary>
/// <param name="P50Ms">Median, milliseconds.</param>
/// <param name="P95Ms">95th percentile, milliseconds.</param>
/// <param name="Count">Exchanges measured.</param>
public sealed record Latency(double P50Ms, double P95Ms, long Count);
