using System.Globalization;

namespace Strangler.ShadowDiff.Gate;

/// <summary>The gate's arithmetic. Pure.</summary>
internal static class GateCriteria
{
    /// <summary>Critical places named in a verdict.</summary>
    private const int MaxNamed = 3;

    public static IReadOnlyList<GateCriterion> Judge(GateEvidence evidence, GateThresholds asked) =>
    [
        Comparisons(evidence, asked), Parity(evidence, asked), Critical(evidence), Accepted(evidence, asked), Coverage(evidence, asked), Sampling(evidence, asked), Latency(evidence, asked),
        .. asked.MinRecall > 0 ? [Recall(evidence, asked)] : (GateCriterion[])[],
    ];

    private static GateCriterion Comparisons(GateEvidence evidence, GateThresholds asked) => new(
        "comparisons",
        evidence.Shown >= asked.MinComparisons,
        Text($"{Shown(evidence)} since {evidence.Since:yyyy-MM-dd HH:mm} UTC{(evidence.Build.Length == 0 ? "" : $" with build {evidence.Build}")}, {asked.MinComparisons:N0} needed"));

    private static GateCriterion Parity(GateEvidence evidence, GateThresholds asked) => new(
        "parity",
        evidence.LowerBound >= asked.MinParity,
        Text($"{evidence.Judged - evidence.Standing:N0} of {evidence.Judged:N0} without a standing divergence{(IsByShape(evidence) ? ", judged by shape where a job belongs to one side" : "")}, so at least {Share(evidence.LowerBound)} (Wilson, 95 %), {Share(asked.MinParity)} needed"));

    private static GateCriterion Critical(GateEvidence evidence) => new(
        "critical",
        evidence.Critical.Count == 0,
        evidence.Critical.Count == 0
            ? "no standing divergence breaks clients"
            : Text($"{evidence.Critical.Count:N0} standing: {string.Join(", ", evidence.Critical.Take(MaxNamed))}{(evidence.Critical.Count > MaxNamed ? ", …" : "")}; 0 needed"));

    private static GateCriterion Accepted(GateEvidence evidence, GateThresholds asked) => new(
        "accepted",
        evidence.AcceptedShare <= asked.MaxAccepted,
        evidence.Accepted == 0 ? "no exchange rests on an acceptance" : Text($"{evidence.Accepted:N0} of {evidence.Judged:N0} rest on acceptances alone, {evidence.AcceptedShare:0.## %}, {asked.MaxAccepted:0.## %} at most"));

    private static GateCriterion Coverage(GateEvidence evidence, GateThresholds asked) => new(
        "coverage",
        evidence.Coverage >= asked.MinCoverage,
        Text($"{evidence.Compared + (evidence.Pinned?.ByShape ?? 0):N0} of {evidence.Chosen:N0} {(evidence.SampledOut == 0 ? "eligible" : "that sampling chose")} compared{(IsByShape(evidence) ? " or judged by shape" : "")}, {Share(evidence.Coverage ?? 0)}, {Share(asked.MinCoverage)} needed"));

    private static GateCriterion Sampling(GateEvidence evidence, GateThresholds asked) => new(
        "sampling",
        evidence.SampledOut == 0 || evidence.Compared >= asked.MinSampled,
        evidence.SampledOut == 0 ? "nothing was left out" : Text($"{evidence.SampledOut:N0} of {evidence.Eligible:N0} eligible left out, {evidence.Compared:N0} compared, {asked.MinSampled:N0} needed then"));

    private static GateCriterion Latency(GateEvidence evidence, GateThresholds asked) =>
        evidence is { Legacy: { } legacy, Modern: { } modern }
            ? new(
                "latency",
                modern.P95Ms <= legacy.P95Ms * asked.MaxLatencyFactor,
                Text($"p95 {modern.P95Ms:0.0##} ms modern and {legacy.P95Ms:0.0##} ms legacy, {modern.P95Ms / legacy.P95Ms:0.00} times, {asked.MaxLatencyFactor:0.##} at most"))
            : new("latency", false, Text($"not measured since {evidence.Since:yyyy-MM-dd}"));

    private static GateCriterion Recall(GateEvidence evidence, GateThresholds asked) => evidence.Trial switch
    {
        null => new("recall", false, Text($"no trial of seeded faults yet, {Share(asked.MinRecall)} needed: ./cutover truth runs one")),
        { } trial when !evidence.IsTrialCurrent => new("recall", false, Text($"the trial of {trial.At:yyyy-MM-dd HH:mm} UTC was of another build or of other rules, {Share(asked.MinRecall)} needed: ./cutover truth runs one")),
        { } trial => new("recall", trial.Recall >= asked.MinRecall, Text($"{trial.Found:N0} of {trial.Faults:N0} seeded faults found, {Share(trial.Recall)}, {Share(asked.MinRecall)} needed")),
    };
    /// <summary>What the evidence consists of, in words.</summary>
    private static string Shown(GateEvidence evidence)
    {
        var (shapes, steps) = (evidence.Pinned?.ByShape ?? 0, evidence.Traces?.Compared ?? 0);
        var compared = evidence.Shown - shapes - steps;
        string?[] parts =
        [
            compared > 0 || shapes + steps == 0 ? Text($"{compared:N0} compared") : null,
            shapes > 0 ? Text($"{shapes:N0} judged by shape, since a job belongs to one side,") : null,
            steps > 0 ? Text($"{steps:N0} steps of {evidence.Traces!.Jobs:N0} traced jobs a side") : null,
        ];
        return string.Join(" and ", parts.OfType<string>());
    }

    private static bool IsByShape(GateEvidence evidence) => evidence.Pinned is { ByShape: > 0 } or { Lacking: > 0 };

    /// <summary>Rounded down, so that only all of it is 100 %.</summary>
    private static string Share(double share) => Text($"{Math.Floor(share * 100_000) / 1000:0.###} %");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
