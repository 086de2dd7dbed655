using Strangler.ShadowDiff.Gate;

namespace Strangler.ShadowDiff.Reports;

/// <summary>A route's parity, as <see cref="RouteParity"/>, with what was found and what the promotion gate says.</summary>
public sealed record RouteReport(
    string Route,
    long Eligible,
    long Compared,
    long Matched,
    long Diverged,
    long OnPurpose,
    long Transient,
    long State,
    long Unable,
    IReadOnlyDictionary<string, long> Uncompared,
    double? Parity,
    double? Coverage,
    Latency? Legacy,
    Latency? Modern,
    IReadOnlyList<SuppressionReport> Suppressed,
    IReadOnlyList<DivergenceReport> Divergences,
    GateVerdict Gate);
