using Strangler.ShadowDiff.Gate;

namespace Strangler.ShadowDiff.Reports.SignOff;

/// <summary>What somebody signs before a route moves: evidence, verdict and every divergence with its state.</summary>
/// <param name="At">When it was made.</param>
/// <param name="Route">The route.</param>
/// <param name="Stage">Its stage.</param>
/// <param name="Gate">The verdict with all criteria, and the evidence: samples, coverage, latency of both sides.</param>
/// <param name="Uncompared">Exchanges by the reason why they were not compared, since the database was made.</param>
/// <param name="Suppressed">What volatile rules covered.</param>
/// <param name="Divergences">All of them with their values, those that stand first.</param>
public sealed record SignOffReport(
    DateTimeOffset At,
    string Route,
    string Stage,
    GateVerdict Gate,
    IReadOnlyDictionary<string, long> Uncompared,
    IReadOnlyList<SuppressionReport> Suppressed,
    IReadOnlyList<ListedFinding> Divergences)
{
    internal static SignOffReport From(RouteDivergences view) => new(
        view.Overview.At, view.Overview.Route, view.Overview.Stage, view.Overview.Gate, view.Overview.Uncompared, view.Overview.Suppressed, view.Divergences);

    /// <summary>In one line, for the top of every form.</summary>
    internal string Verdict => Gate.Passes ? "passes the promotion gate" : $"is blocked by {string.Join("; ", Gate.Blocking)}";
}
