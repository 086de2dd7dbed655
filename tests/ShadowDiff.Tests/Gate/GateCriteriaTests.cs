using Strangler.ShadowDiff.Gate;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Trials;

namespace Strangler.ShadowDiff.Tests.Gate;

public sealed class GateCriteriaTests
{
    private static readonly GateThresholds Usual = new();

    // eligible, compared, diverged, meant, outdated, critical, p95 of modern in ms (legacy 10) → what blocks
    [Theory]
    [InlineData(1_000, 1_000, 0, 0, 0, 0, 12.0, "")]
    [InlineData(1_000, 999, 0, 0, 0, 0, 1.0, "comparisons")]
    [InlineData(1_000, 1_000, 1, 0, 0, 0, 1.0, "parity")]
    [InlineData(10_000, 10_000, 20, 0, 0, 0, 1.0, "")]
    [InlineData(10_000, 10_000, 50, 0, 0, 0, 1.0, "parity")]
    [InlineData(1_000, 1_000, 0, 1_000, 0, 0, 1.0, "")]
    [InlineData(1_000, 1_000, 0, 0, 1, 0, 1.0, "comparisons")]
    [InlineData(2_000, 2_000, 0, 0, 1_000, 0, 1.0, "")]
    [InlineData(1_000, 1_000, 0, 0, 0, 1, 1.0, "critical")]
    [InlineData(1_250, 1_000, 0, 0, 0, 0, 1.0, "")]
    [InlineData(1_251, 1_000, 0, 0, 0, 0, 1.0, "coverage")]
    [InlineData(1_000, 1_000, 0, 0, 0, 0, 12.1, "latency")]
    [InlineData(0, 0, 0, 0, 0, 0, null, "comparisons parity coverage latency")]
    public void Judge_NamesWhatBlocks(long eligible, long compared, long diverged, long meant, long outdated, int critical, double? modern, string blocking)
    {
        var evidence = new GateEvidence(
            DateTimeOffset.UnixEpoch, eligible, compared, compared - diverged - meant - outdated, meant, 0, diverged, outdated,
            [.. Enumerable.Repeat("type at body /a", critical)],
            modern is null ? null : new Latency(5, 10, compared), modern is { } p95 ? new Latency(1, p95, compared) : null);

        Assert.Equal(blocking, string.Join(' ', GateCriteria.Judge(evidence, Usual).Where(criterion => !criterion.Met).Select(criterion => criterion.Name)));
    }

    [Fact]
    public void Judge_SaysItsFigures()
    {
        var evidence = new GateEvidence(
            DateTimeOffset.UnixEpoch, 2_000, 1_234, 1_200, 4, 0, 30, 0, ["value at status (200, 500)", "a", "b", "c"], new Latency(1, 10, 9), new Latency(1, 25, 9));
        Assert.Equal(
            [
                "comparisons: 1,234 compared since 1970-01-01 00:00 UTC, 1,000 needed",
                "parity: 1,204 of 1,234 without a standing divergence, so at least 96.55 % (Wilson, 95 %), 99.5 % needed",
                "critical: 4 standing: value at status (200, 500), a, b, …; 0 needed",
                "accepted: no exchange rests on an acceptance",
                "coverage: 1,234 of 2,000 eligible compared, 61.7 %, 80 % needed",
                "sampling: nothing was left out",
                "latency: p95 25.0 ms modern and 10.0 ms legacy, 2.50 times, 1.2 at most",
            ],
            GateCriteria.Judge(evidence, Usual).Select(criterion => $"{criterion.Name}: {criterion.Figures}"));
    }

    [Theory]
    [InlineData(0.0, 0, 0, true, "")]
    [InlineData(0.99, null, 0, true, "recall: no trial of seeded faults yet, 99 % needed: ./cutover truth runs one")]
    [InlineData(0.99, 100, 99, true, "")]
    [InlineData(0.99, 100, 98, true, "recall: 98 of 100 seeded faults found, 98 %, 99 % needed")]
    [InlineData(0.99, 100, 100, false, "recall: the trial of 1970-01-01 00:00 UTC was of another build or of other rules, 99 % needed: ./cutover truth runs one")]
    public void Judge_Recall_IsOfATrialOfThisBuildAndTheseRules(double min, int? faults, int found, bool isCurrent, string blocking)
    {
        var trial = faults is { } shown ? new TrialResult("status", DateTimeOffset.UnixEpoch, "b", "r", shown, found) : null;
        var evidence = new GateEvidence(DateTimeOffset.UnixEpoch, 1_000, 1_000, 1_000, 0, 0, 0, 0, [], new Latency(5, 10, 1_000), new Latency(1, 1, 1_000), Trial: trial, IsTrialCurrent: isCurrent);
        var unmet = GateCriteria.Judge(evidence, new() { MinRecall = min }).Where(criterion => !criterion.Met).Select(criterion => $"{criterion.Name}: {criterion.Figures}");
        Assert.Equal(blocking, string.Join(' ', unmet));
    }

    /// <summary>A route above what is mirrored in a second can pass: coverage is of what sampling chose, and enough was compared.</summary>
    [Theory]
    [InlineData(1_000_000, 998_000, 2_000, "")]
    [InlineData(1_000_000, 998_000, 1_999, "sampling")]
    [InlineData(1_000_000, 996_000, 2_000, "coverage")]
    [InlineData(2_000, 0, 2_000, "")]
    [InlineData(1_100, 100, 1_000, "sampling")]
    public void Judge_Sampling_HasAFloorOfItsOwn(long eligible, long sampledOut, long compared, string blocking)
    {
        var evidence = new GateEvidence(DateTimeOffset.UnixEpoch, eligible, compared, compared, 0, 0, 0, 0, [], new Latency(5, 10, compared), new Latency(1, 1, compared), SampledOut: sampledOut);
        Assert.Equal(blocking, Blocking(evidence));
    }

    /// <summary>One name accepted all: nothing matched, and nothing stands.</summary>
    [Theory]
    [InlineData(2_000, 0, "")]
    [InlineData(1_800, 200, "")]
    [InlineData(1_799, 201, "accepted")]
    [InlineData(0, 2_000, "accepted")]
    public void Judge_Acceptances_HaveACeiling(long matched, long accepted, string blocking)
    {
        var compared = matched + accepted;
        var evidence = new GateEvidence(DateTimeOffset.UnixEpoch, compared, compared, matched, 0, accepted, 0, 0, [], new Latency(5, 10, compared), new Latency(1, 1, compared));
        Assert.Equal(blocking, Blocking(evidence));
    }

    private static string Blocking(GateEvidence evidence) => string.Join(' ', GateCriteria.Judge(evidence, Usual).Where(criterion => !criterion.Met).Select(criterion => criterion.Name));

    [Theory]
    [InlineData("value", "status", true)]
    [InlineData("exception", "status", true)]
    [InlineData("type", "body /a", true)]
    [InlineData("invalid-json", "body", true)]
    [InlineData("value", "body /status", false)]
    [InlineData("missing", "header Allow", false)]
    [InlineData("missing", "header Access-Control-Allow-Origin", true)]
    [InlineData("missing", "body /a", true)]
    [InlineData("missing", "body /files/*/name", true)]
    [InlineData("missing", "body /files/*", false)]
    [InlineData("missing", "body /jobs/{}", false)]
    [InlineData("missing", "body", true)]
    [InlineData("extra", "body /a", false)]
    [InlineData("null-or-missing", "body /a", false)]
    [InlineData("binary", "body", true)]
    [InlineData("text", "body", false)]
    [InlineData("too-many", "body", true)]
    public void Severity_StatusAndTypes_AreCritical(string kind, string at, bool expected) => Assert.Equal(expected, Severity.IsCritical(kind, at));
}
