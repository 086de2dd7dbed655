using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Routing;
using Strangler.Services.Flask;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Tests.Cutover;

public sealed class CutoverDecisionTests
{
    private static readonly Uri Legacy = new("http://127.0.0.1:1/");

    [Theory]
    [InlineData(Stage.Legacy, SideEffect.Safe, Side.Legacy, null)]
    [InlineData(Stage.Legacy, SideEffect.Follow, Side.Legacy, false)]
    [InlineData(Stage.Legacy, SideEffect.Validate, Side.Legacy, false)]
    [InlineData(Stage.Legacy, SideEffect.Never, Side.Legacy, false)]
    [InlineData(Stage.Shadow, SideEffect.Safe, Side.Legacy, true)]
    [InlineData(Stage.Shadow, SideEffect.Follow, Side.Legacy, true)]
    [InlineData(Stage.Shadow, SideEffect.Validate, Side.Legacy, true)]
    [InlineData(Stage.Shadow, SideEffect.Never, Side.Legacy, false)]
    [InlineData(Stage.Live, SideEffect.Safe, Side.Modern, true)]
    [InlineData(Stage.Live, SideEffect.Follow, Side.Modern, true)]
    [InlineData(Stage.Live, SideEffect.Validate, Side.Modern, false)]
    [InlineData(Stage.Live, SideEffect.Never, Side.Modern, false)]
    [InlineData(Stage.Complete, SideEffect.Safe, Side.Modern, null)]
    [InlineData(Stage.Complete, SideEffect.Follow, Side.Modern, null)]
    public void For_StageAndEffect_DecideSideAndShadow(Stage stage, SideEffect effect, Side servedBy, bool? compared)
    {
        var decision = CutoverDecision.For("status", stage, new ModernEndpoint(effect, PathPattern.Parse("/api/status")), run: null, Legacy);

        Assert.Equal(servedBy, decision.ServedBy);
        Assert.Equal(compared, decision.Plan?.Compare);
        Assert.Equal(decision.Plan is { Compare: false } && stage is Stage.Shadow or Stage.Live && effect != SideEffect.Follow, decision.Plan is { IsPinned: true });
        Assert.Equal(decision.Plan is null or { Effect: SideEffect.Never } ? null : Legacy, decision.Plan?.LegacyAddress);
    }
}
