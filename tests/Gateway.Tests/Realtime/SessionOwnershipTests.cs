using Microsoft.AspNetCore.Http;
using Strangler.Contract;
using Strangler.Gateway.Realtime;
using Strangler.Gateway.Routing;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Tests.Realtime;

/// <summary>A sid belongs to the side that issued it.</summary>
public sealed class SessionOwnershipTests
{
    private const string Legacys = "N3UT3rTxMMzSZoX9AAAA";
    private const string Moderns = "N3UT3rTxMMzSZoX9gAAB";

    private static readonly Endpoint Engine = EndpointOf("realtime");

    private readonly SessionOwnership _sessions = new();

    [Theory]
    [InlineData(Legacys, Stage.Legacy, Side.Legacy)]
    [InlineData(Legacys, Stage.Live, Side.Legacy)]
    [InlineData(Legacys, Stage.Complete, null)]
    [InlineData(Moderns, Stage.Legacy, Side.Modern)]
    [InlineData(Legacys, Stage.Canary, Side.Legacy)]
    [InlineData(Moderns, Stage.Shadow, Side.Modern)]
    [InlineData(Moderns, Stage.Canary, Side.Modern)]
    [InlineData(Moderns, Stage.Complete, Side.Modern)]
    [InlineData("nope", Stage.Legacy, Side.Legacy)]
    [InlineData("nope", Stage.Complete, null)]
    public void Session_BelongsToWhoIssuedItsSid(string sid, Stage stage, Side? owner) => Assert.Equal(owner, OwnerOf($"?EIO=4&sid={sid}", stage));

    [Theory]
    [InlineData(Stage.Legacy)]
    [InlineData(Stage.Canary)]
    [InlineData(Stage.Live)]
    public void Handshake_IsDecidedByTheFlag(Stage stage) => Assert.Null(OwnerOf("?EIO=4&transport=polling", stage));

    [Fact]
    public void OtherRoute_HasNoSessions() => Assert.Null(_sessions.OwnerOf(Request("/api/status", $"?sid={Legacys}"), EndpointOf("status"), Stage.Live));

    [Fact]
    public void Nudge_EndsLegacysSessions_UntilLegacyIssuesSidsAgain()
    {
        _sessions.EndLegacys();
        Assert.Null(OwnerOf($"?sid={Legacys}", Stage.Live));
        Assert.Equal(Side.Modern, OwnerOf($"?sid={Moderns}", Stage.Live));

        Assert.Null(OwnerOf("?EIO=4&transport=polling", Stage.Shadow));
        Assert.Equal(Side.Legacy, OwnerOf($"?sid={Legacys}", Stage.Live));
    }

    private Side? OwnerOf(string query, Stage stage) => _sessions.OwnerOf(Request("/socket.io/", query), Engine, stage);

    private static HttpRequest Request(string path, string query)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        context.Request.QueryString = new QueryString(query);
        return context.Request;
    }

    private static Endpoint EndpointOf(string route) => new(requestDelegate: null, new EndpointMetadataCollection(new RouteName(route)), route);
}
