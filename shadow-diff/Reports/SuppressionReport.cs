namespace Strangler.ShadowDiff.Reports;

/// <summary>How many exchanges had a difference that a volatile rule covered.</summary>
public sealed record SuppressionReport(string Rule, long Count, DateTimeOffset LastSeen);
