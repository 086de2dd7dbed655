using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Routing;
using Strangler.Services.Flask;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Tests.Cutover;

/// <summary>The order of decision (docs/architecture.md), and what it costs.</summary>
public sealed class CutoverSnapshotTests
{
    private static readonly Endpoint Modern = new(
        _ => Task.CompletedTask, new EndpointMetadataCollection(new RouteName("status"), new ModernEndpoint(SideEffect.Safe, PathPattern.Parse("/api/status"))), "status");

    private static readonly Endpoint Proxied = new(_ => Task.CompletedTask, new EndpointMetadataCollection(new RouteName("realtime")), "realtime");
    private static readonly HttpRequest Request = new DefaultHttpContext().Request;

    [Theory]
    [InlineData(Stage.Live, false, null, Side.Modern, CutoverReason.Flag)]
    [InlineData(Stage.Shadow, false, null, Side.Legacy, CutoverReason.Flag)]
    [InlineData(Stage.Shadow, false, Side.Modern, Side.Modern, CutoverReason.Ownership)]
    [InlineData(Stage.Complete, false, Side.Legacy, Side.Legacy, CutoverReason.Ownership)]
    [InlineData(Stage.Live, true, null, Side.Legacy, CutoverReason.LegacyOnly)]
    [InlineData(Stage.Live, true, Side.Modern, Side.Legacy, CutoverReason.LegacyOnly)]
    public void Decide_SwitchThenOwnerThenFlag(Stage stage, bool legacyOnly, Side? owner, Side servedBy, CutoverReason why)
    {
        var decision = Snapshot(stage, legacyOnly).Decide(Request, Modern, Owners(owner));

        Assert.Equal(("status", servedBy, why), (decision.Route, decision.ServedBy, decision.Why));
        Assert.Equal(why == CutoverReason.Flag || (why == CutoverReason.Ownership && stage == Stage.Shadow), decision.Plan is not null);
        Assert.Equal(why == CutoverReason.Ownership && stage == Stage.Shadow, decision.Plan is { IsPinned: true, Compare: false, Modern: null, LegacyAddress: null });
    }

    [Theory]
    [InlineData(false, CutoverReason.NoModule)]
    [InlineData(true, CutoverReason.LegacyOnly)]
    public void DecideProxied_IsLegacys(bool legacyOnly, CutoverReason why) =>
        Assert.Equal(CutoverDecision.PinnedTo(Side.Legacy, "realtime", why), Snapshot(Stage.Live, legacyOnly).DecideProxied(Proxied));

    [Fact]
    public void DecideProxied_OfNoRoute_IsNothing() =>
        Assert.Null(Snapshot(Stage.Live, legacyOnly: false).DecideProxied(new Endpoint(null, EndpointMetadataCollection.Empty, "none")));

    [Theory]
    [InlineData(null)]
    [InlineData(Side.Legacy)]
    [InlineData(Side.Modern)]
    public void Decide_AllocatesNothing(Side? owner)
    {
        var (snapshot, owners) = (Snapshot(Stage.Live, legacyOnly: false), Owners(owner));
        snapshot.Decide(Request, Modern, owners);
        snapshot.DecideProxied(Proxied);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            snapshot.Decide(Request, Modern, owners);
            snapshot.DecideProxied(Proxied);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static CutoverSnapshot Snapshot(Stage stage, bool legacyOnly) =>
        new(new Dictionary<string, Stage> { ["status"] = stage }.ToFrozenDictionary(), legacyOnly, new Uri("http://127.0.0.1:1/"));

    private static RequestOwners Owners(Side? side) => new([new Owner(null), new Owner(side), new Owner(side is null ? null : Side.Legacy)]);

    private sealed class Owner(Side? side) : IRequestOwner
    {
        public Side? OwnerOf(HttpRequest request, Endpoint modern, Stage stage) => side;
    }
}
