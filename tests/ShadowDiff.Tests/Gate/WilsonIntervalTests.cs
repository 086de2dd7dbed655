using FsCheck;
using FsCheck.Fluent;
using Strangler.ShadowDiff.Gate;

namespace Strangler.ShadowDiff.Tests.Gate;

public sealed class WilsonIntervalTests
{
    // The first four are of Newcombe's table (Statistics in Medicine 17, 1998, method 3); the others follow from n / (n + z²) where nothing failed.
    [Theory]
    [InlineData(81, 263, 0.2553)]
    [InlineData(15, 148, 0.0624)]
    [InlineData(1, 29, 0.0061)]
    [InlineData(0, 20, 0)]
    [InlineData(8, 10, 0.4902)]
    [InlineData(10, 10, 0.7225)]
    [InlineData(1_000, 1_000, 0.9962)]
    [InlineData(3_838, 3_838, 0.9990)]
    [InlineData(0, 0, 0)]
    public void LowerBound_KnownFigures(long successes, long trials, double expected) =>
        Assert.Equal(expected, WilsonInterval.LowerBound(successes, trials), precision: 4);

    [Fact]
    public void LowerBound_OfAnyCounts_IsAShare() => Prop.ForAll(ArbMap.Default.ArbFor<long>(), ArbMap.Default.ArbFor<long>(), (successes, trials) =>
        WilsonInterval.LowerBound(successes, trials) is >= 0 and <= 1 && WilsonInterval.LowerBound(successes % 1_000, trials % 1_000) is >= 0 and <= 1).QuickCheckThrowOnFailure();

    [Fact]
    public void LowerBound_MoreEvidence_ComesCloserToTheShareAndStaysBelow()
    {
        var bounds = new[] { 10L, 100, 1_000, 1_000_000 }.Select(trials => WilsonInterval.LowerBound(trials * 9 / 10, trials)).ToList();
        Assert.Equal(bounds.Order(), bounds);
        Assert.All(bounds, bound => Assert.InRange(bound, 0.59, 0.9));
    }
}
