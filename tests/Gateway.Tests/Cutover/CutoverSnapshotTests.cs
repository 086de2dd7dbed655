using System.Collections.Frozen;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Listeners;
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
    private static readonly CanarySubjects Subjects = new(Options.Create(new CanaryOptions { CanaryBy = "header:X-Client" }));

    [Theory]
    [InlineData(Stage.Live, false, null, Side.Modern, CutoverReason.Flag)]
    [InlineData(Stage.Shadow, false, null, Side.Legacy, CutoverReason.Flag)]
    [InlineData(Stage.Shadow, false, Side.Modern, Side.Modern, CutoverReason.Ownership)]
    [InlineData(Stage.Complete, false, Side.Legacy, Side.Legacy, CutoverReason.Ownership)]
    [InlineData(Stage.Live, true, null, Side.Legacy, CutoverReason.LegacyOnly)]
    [InlineData(Stage.Live, true, Side.Modern, Side.Legacy, CutoverReason.LegacyOnly)]
    public void Decide_SwitchThenOwnerThenFlag(Stage stage, bool legacyOnly, Side? owner, Side servedBy, CutoverReason why)
    {
        var decision = Snapshot(stage, legacyOnly).Decide(Request, Modern, Owners(owner), Subjects);

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
        snapshot.Decide(Request, Modern, owners, Subjects);
        snapshot.DecideProxied(Proxied);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            snapshot.Decide(Request, Modern, owners, Subjects);
            snapshot.DecideProxied(Proxied);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData("ana", Side.Modern)]
    [InlineData("ben", Side.Legacy)]
    public void Decide_AtCanary_EachClientHasItsSide_ComparedAsThere(string client, Side servedBy)
    {
        var decision = AtCanary().Decide(RequestOf(client), Modern, Owners(null), Subjects);

        Assert.Equal((servedBy, CutoverReason.Flag), (decision.ServedBy, decision.Why));
        Assert.Equal((servedBy, true), (decision.Plan!.ServedBy, decision.Plan.Compare));
    }

    [Theory]
    [InlineData("ana")]
    [InlineData("a client that no user allocation names, and whose name is longer than most that are ever sent to anybody")]
    [InlineData("")]
    public void Decide_AtCanary_AllocatesNothing(string client)
    {
        var (snapshot, owners, request) = (AtCanary(), Owners(null), RequestOf(client));
        for (var i = 0; i < 100; i++)
            snapshot.Decide(request, Modern, owners, Subjects);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            snapshot.Decide(request, Modern, owners, Subjects);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void ChangesTo_AnotherPercentage_IsAChange()
    {
        var change = Assert.Single(AtCanary(5).ChangesTo(AtCanary(25)));

        Assert.Equal(("status", "canary 5 %", "canary 25 %"), (change.Route, change.Before, change.After));
        Assert.Empty(AtCanary(5).ChangesTo(AtCanary(5)));
        Assert.Equal("legacy", Assert.Single(AtCanary(5).ChangesTo(AtCanary(5).RolledBack("status"))).After);
    }

    /// <summary>What goes over the pages' channel is compared and judged by itself; a poll, or a malformed one, is no evidence.</summary>
    [Theory]
    [InlineData(Stage.Shadow)]
    [InlineData(Stage.Canary)]
    [InlineData(Stage.Live)]
    public void RequestsOfALongConnection_AreInNoCount(Stage stage)
    {
        var endpoint = new Endpoint(_ => Task.CompletedTask, new EndpointMetadataCollection(new RouteName("status"), new ModernEndpoint(SideEffect.Channel, PathPattern.Parse("/api/status"))), "status");
        foreach (var owner in (Side?[])[null, Side.Legacy, Side.Modern])
            Assert.Null((stage == Stage.Canary ? AtCanary() : Snapshot(stage, legacyOnly: false)).Decide(RequestOf("ana"), endpoint, Owners(owner), Subjects).Plan);
    }

    private static CutoverSnapshot AtCanary(double percentage = 40)
    {
        var canary = Canary.Compile("cutover.status", new Allocation
        {
            User = [new UserAllocation { Variant = "live", Users = ["ana"] }, new UserAllocation { Variant = "shadow", Users = ["ben"] }],
            Group = [new GroupAllocation { Variant = "live", Groups = ["10.0.0.0/8"] }],
            Percentile = [new PercentileAllocation { Variant = "live", From = 0, To = percentage }],
        });
        return new(
            new Dictionary<string, Stage> { ["status"] = Stage.Canary }.ToFrozenDictionary(),
            legacyOnly: false,
            new Uri("http://127.0.0.1:1/"),
            canaries: new Dictionary<string, Canary> { ["status"] = canary }.ToFrozenDictionary());
    }

    private static HttpRequest RequestOf(string client)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers["X-Client"] = client;
        request.HttpContext.Features.Set<IClientAddress>(new Client(IPAddress.Parse("192.168.0.7")));
        return request;
    }

    private static CutoverSnapshot Snapshot(Stage stage, bool legacyOnly) =>
        new(new Dictionary<string, Stage> { ["status"] = stage }.ToFrozenDictionary(), legacyOnly, new Uri("http://127.0.0.1:1/"));

    private static RequestOwners Owners(Side? side) => new([new Owner(null), new Owner(side), new Owner(side is null ? null : Side.Legacy)]);

    private sealed class Owner(Side? side) : IRequestOwner
    {
        public Side? OwnerOf(HttpRequest request, Endpoint modern, Stage stage) => side;
    }
}
