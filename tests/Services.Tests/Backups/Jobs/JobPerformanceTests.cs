using Microsoft.Extensions.Time.Testing;
using Strangler.Services.Backups.Jobs;

namespace Strangler.Services.Tests.Backups.Jobs;

/// <summary>The formulas of contract 8.1, fed with samples (Q28).</summary>
public sealed class JobPerformanceTests
{
    private const long Mebi = 1024 * 1024;
    private readonly FakeTimeProvider _time = new(new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));
    private readonly JobPerformance _performance;

    public JobPerformanceTests() => _performance = new(10 * Mebi, _time);

    [Fact]
    public void Summary_WithoutASample_IsAllZero() =>
        Assert.Equal(new PerformanceSummary(10 * Mebi, 0, 0, 0, 0, 0, null, 0, 0, "unknown", null), _performance.Summarize());

    [Fact]
    public void Samples_GiveLastPeakMeanAndSmoothedSpeed()
    {
        After(1, Mebi);
        After(1, 4 * Mebi);
        After(1, 6 * Mebi);

        // Speeds 1, 3, 2 MiB/s; smoothed 1, 1.4, 1.52; what is left takes 4 / 1.52 s.
        Assert.Equal(
            new PerformanceSummary(10 * Mebi, 6 * Mebi, 2 * Mebi, 3 * Mebi, 2 * Mebi, (long)(1.52 * Mebi), 2, 3, 0, "increasing", null),
            _performance.Summarize());
    }

    [Theory]
    [InlineData(5, "stable")]
    [InlineData(1, "decreasing")]
    [InlineData(7, "increasing")]
    public void Trend_IsThatOfTheLastFiveSpeeds(int last, string expected)
    {
        var sent = 0L;
        foreach (var speed in new[] { 90, 5, 5, 5, 5, last })
            After(1, sent += speed);
        Assert.Equal(expected, _performance.Summarize().Trend);
    }

    [Fact]
    public void Insight_SlowOrStalled_IsNamed()
    {
        After(1, 1000);
        Assert.Equal("slow_throughput", _performance.Summarize().Insight);
        After(1, 1000);
        After(3, 1000);
        Assert.Equal("slow_throughput", _performance.Summarize().Insight);
        After(0.1, 1000);
        Assert.Equal("possible_stall", _performance.Summarize().Insight);
    }

    /// <summary>A client's output is read as it comes: 0 % and 100 % of a small file stand a microsecond apart.</summary>
    [Fact]
    public void Samples_AtOnce_AreNoSpeedOfTheirOwn()
    {
        After(1, 0);
        After(0.000001, 3 * Mebi);
        Assert.Equal((0, 3 * Mebi), (_performance.Summarize().PeakSpeed, _performance.Summarize().Bytes));

        After(0.999999, 4 * Mebi);
        Assert.Equal(4 * Mebi, _performance.Summarize().PeakSpeed);
    }

    [Fact]
    public void End_CountsWhatCameAtOnce_AndTimeStandsStill()
    {
        After(1, 0);
        After(0.000001, 3 * Mebi);
        _time.Advance(TimeSpan.FromSeconds(1.999999));
        _performance.End();
        var end = _performance.Summarize();
        Assert.Equal((3 * Mebi / 2, 3 * Mebi / 2, 3.0), (end.LastSpeed, end.PeakSpeed, end.Elapsed));

        After(5, 10 * Mebi);
        _performance.End();
        Assert.Equal(end, _performance.Summarize());
    }

    private void After(double seconds, long sent)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        _performance.Sample(sent);
    }
}
