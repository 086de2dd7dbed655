namespace Strangler.ShadowDiff.Gate;

/// <summary>A route's evidence, and how it came about.</summary>
/// <param name="Evidence">Of the gate's window.</param>
/// <param name="Trend">The last hours, oldest first: the share of judged exchanges without a standing divergence, null where there were none.</param>
internal sealed record RouteRecord(GateEvidence Evidence, IReadOnlyList<double?> Trend);
