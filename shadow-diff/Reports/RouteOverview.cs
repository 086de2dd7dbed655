using Strangler.ShadowDiff.Gate;

namespace Strangler.ShadowDiff.Reports;

/// <summary>One route and its fingerprints.</summary>
/// <param name="Route">The route.</param>
/// <param name="Stage">Its stage.</param>
/// <param name="At">When it was read.</param>
/// <param name="Trend">The last 24 hours, oldest first: the share of judged exchanges without a standing divergence, null where there were none.</param>
/// <param name="Gate">What the promotion gate says, and on what evidence.</param>
/// <param name="Findings">Those that stand first.</param>
/// <param name="Uncompared">Exchanges by the reason why they were not compared, since the database was made.</param>
/// <param name="Suppressed">What volatile rules covered.</param>
public sealed record RouteOverview(
    string Route,
    string Stage,
    DateTimeOffset At,
    IReadOnlyList<double?> Trend,
    GateVerdict Gate,
    IReadOnlyList<Finding> Findings,
    IReadOnlyDictionary<string, long> Uncompared,
    IReadOnlyList<SuppressionReport> Suppressed)
{
    public GateEvidence Evidence => Gate.Evidence;

    public int Standing => Findings.Count(finding => finding.Stands);

    public int Critical => Findings.Count(finding => finding is { Stands: true, Critical: true });
}

/// <summary>A route and a page of its fingerprints.</summary>
public sealed record RouteFindings(RouteOverview Overview, FindingPage Shown);

/// <summary>A route and all its fingerprints, with values.</summary>
public sealed record RouteDivergences(RouteOverview Overview, IReadOnlyList<ListedFinding> Divergences);
