using Strangler.ShadowDiff.Gate;

namespace Strangler.ShadowDiff.Reports.SignOff;

/// <summary>What somebody signs before a route moves: evidence, verdict and every divergence with its state.</summary>
/// <param name="At">When it was made.</param>
/// <param name="Route">The route.</param>
/// <param name="Stage">Its stage.</param>
/// <param name="Gate">The verdict with all criteria, and the evidence: samples, coverage, latency of both sides.</param>
/// <param name="Uncompared">Exchanges by the reason why they were not compared, since the database was made.</param>
/// <param name="Suppressed">What volatile rules covered.</param>
/// <param name="Divergences">All of them, those that stand first.</param>
public sealed record SignOffReport(
    DateTimeOffset At,
    string Route,
    string Stage,
    GateVerdict Gate,
    IReadOnlyDictionary<string, long> Uncompared,
    IReadOnlyList<SuppressionReport> Suppressed,
    IReadOnlyList<Finding> Divergences)
{
    internal static SignOffReport From(RouteOverview view) => new(view.At, view.Route, view.Stage, view.Gate, view.Uncompared, view.Suppressed, view.Findings);

    /// <summary>In one line, for the top of every form.</summary>
    internal string Verdict => Gate.Passes ? "passes the promotion gate" : $"is blocked by {string.Join("; ", Gate.Blocking)}";
}
