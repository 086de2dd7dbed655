using Strangler.ShadowDiff.Gate;
using Strangler.ShadowDiff.Model;

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
                "coverage: 1,234 of 2,000 eligible compared, 61.7 %, 80 % needed",
                "latency: p95 25.0 ms modern and 10.0 ms legacy, 2.50 times, 1.2 at most",
            ],
            GateCriteria.Judge(evidence, Usual).Select(criterion => $"{criterion.Name}: {criterion.Figures}"));
    }

    [Theory]
    [InlineData("value", "status", true)]
    [InlineData("exception", "status", true)]
    [InlineData("type", "body /a", true)]
    [InlineData("invalid-json", "body", true)]
    [InlineData("value", "body /status", false)]
    [InlineData("missing", "header Allow", false)]
    public void Severity_StatusAndTypes_AreCritical(string kind, string at, bool expected) => Assert.Equal(expected, Severity.IsCritical(kind, at));
}
