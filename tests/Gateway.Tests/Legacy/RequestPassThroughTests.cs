using System.Text;
using Strangler.Testing.Http;

namespace Strangler.Gateway.Tests.Legacy;

public sealed class RequestPassThroughTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Headers_EndToEnd_ReachLegacyUnchanged()
    {
        var head = await HeadAtLegacyAsync(RawRequest.Get("/")
            .With("X-Latin", "gr\u00fc\u00df \u00ff").With("Accept", "text/html;q=0.5, */*").With("Upgrade-Insecure-Requests", "1")
            .With("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").With("X-Empty", "").With("Cookie", "a=b; c=\"d\""));

        Assert.Contains("\r\nHost: 127.0.0.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Latin: gr\u00fc\u00df \u00ff\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nAccept: text/html;q=0.5, */*\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nUpgrade-Insecure-Requests: 1\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Empty: \r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nCookie: a=b; c=\"d\"\r\n", head, StringComparison.Ordinal);
    }

    /// <summary>Kestrel refuses these before the gateway sees them (README: Your own Flask).</summary>
    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    public async Task Body_OfHttp10WithoutALength_IsRefused(string method)
    {
        await using var topology = new ProxyTopology(RawLegacy.Answering(RawLegacy.Ok));
        await using var client = await topology.OpenAsync();

        await client.SendAsync(Encoding.ASCII.GetBytes($"{method} /api/pause HTTP/1.0\r\n\r\n"), Token);

        Assert.Equal(400, (await client.ReceiveAsync(method, Token)).Status);
        Assert.Empty(topology.Legacy!.Heads);
    }

    [Fact]
    public async Task Headers_OnSeveralLines_ArriveJoinedAsFlaskJoinsThem()
    {
        var head = await HeadAtLegacyAsync(RawRequest.Get("/").With("X-Twice", "a").With("x-twice", "b, c").With("Cookie", "a=1").With("Cookie", "b=2"));

        Assert.Contains("\r\nX-Twice: a,b, c\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nCookie: a=1; b=2\r\n", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_OfTheClientsConnection_StayHere()
    {
        var head = await HeadAtLegacyAsync(RawRequest.Get("/").With("Connection", "X-Mine, host, content-length").With("X-Mine", "1").With("Keep-Alive", "timeout=5")
            .With("TE", "trailers").With("Proxy-Authorization", "Basic eDp5").With("Upgrade", "h2c").With("HTTP2-Settings", "AAMAAABkAAQCAAAAAAIAAAAA"));

        Assert.Equal(["GET / HTTP/1.1", "Host: 127.0.0.1", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: 127.0.0.1", "X-Forwarded-Proto: http"], head.Split("\r\n").Order());
    }

    [Fact]
    public async Task ForwardedHeaders_OfAClient_AreReplaced()
    {
        string[] spoofed = ["X-Forwarded-For", "X-Forwarded-Host", "x-forwarded-proto", "X-Forwarded-Port", "Forwarded", "X-Real-IP", "True-Client-IP", "X-Client-IP"];

        var head = await HeadAtLegacyAsync(spoofed.Aggregate(RawRequest.Get("/"), (request, name) => request.With(name, "6.6.6.6")));

        Assert.DoesNotContain("6.6.6.6", head, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Forwarded-For: 127.0.0.1", head, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Forwarded-Host: 127.0.0.1", head, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Forwarded-Proto: http", head, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(95, 99)]
    [InlineData(97, 98)]
    [InlineData(150, 151)]
    public async Task ForwardedHeaders_WhereLegacyWouldRefuseTheirNumber_AreLeftOut(int more, int expectedLines)
    {
        var head = await HeadAtLegacyAsync(Enumerable.Range(0, more).Aggregate(RawRequest.Get("/"), (request, i) => request.With($"X-{i}", "1")));

        Assert.Equal(expectedLines, head.Split("\r\n").Length - 1);
    }

    /// <summary>A line that the HTTP client writes for the length counts too.</summary>
    [Theory]
    [InlineData("GET", "Content-Type", 93, 99)]
    [InlineData("GET", "Content-Type", 94, 97)]
    [InlineData("POST", "X-A", 93, 99)]
    [InlineData("POST", "X-A", 94, 97)]
    [InlineData("POST", "Content-Length", 94, 99)]
    public async Task ForwardedHeaders_BesideALengthOfTheGateways_AreLeftOutToo(string method, string name, int more, int expectedLines)
    {
        var request = Enumerable.Range(0, more).Aggregate(RawRequest.Get("/") with { Method = method }, (request, i) => request.With($"X-{i}", "1"));

        Assert.Equal(expectedLines, (await HeadAtLegacyAsync(request.With(name, name == "Content-Length" ? "0" : "a/b"))).Split("\r\n").Length - 1);
    }

    [Fact]
    public async Task Header_Of64KiB_ReachesLegacy()
    {
        var value = new string('a', 65_500);

        Assert.Contains($"\r\nX-Big: {value}", await HeadAtLegacyAsync(RawRequest.Get("/").With("X-Big", value)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FOO", "FOO")]
    [InlineData("TRACE", "TRACE")]
    [InlineData("Propfind", "Propfind")]
    [InlineData("get", "GET")]
    [InlineData("Head", "GET")]
    [InlineData("DELETE", "DELETE")]
    [InlineData("M-SEARCH", "M-SEARCH")]
    public async Task Method_OfAnyName_ReachesLegacy(string method, string expected)
    {
        var head = await HeadAtLegacyAsync(new RawRequest(method, "/x") { Headers = [RawRequest.Header("Host", "h")] });

        Assert.StartsWith($"{expected} /x HTTP/1.1\r\n", head, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/test", "GET, HEAD, OPTIONS, POST")]
    [InlineData("/api//connect", "GET, HEAD, OPTIONS, POST")]
    [InlineData("//api/connect", "GET, HEAD, OPTIONS, POST")]
    [InlineData("/api/cancel//x", "GET, HEAD, OPTIONS, POST")]
    [InlineData("/api/connect/", "GET, HEAD, OPTIONS")]
    [InlineData("/api/./connect", "GET, HEAD, OPTIONS")]
    [InlineData("/api/status", "GET, HEAD, OPTIONS")]
    public async Task Method_Connect_IsAnsweredAsLegacyAnswersIt(string target, string allow)
    {
        await using var topology = new ProxyTopology(RawLegacy.Answering(RawLegacy.Ok));

        var answer = await topology.SendAsync(new RawRequest("CONNECT", target) { Headers = [RawRequest.Header("Host", "h")] });

        Assert.Equal((405, "METHOD NOT ALLOWED", 153), (answer.Status, answer.Reason, answer.Body.Length));
        Assert.Equal(allow, answer.Value("Allow"));
        Assert.Equal("*", answer.Value("Access-Control-Allow-Origin"));
        Assert.Empty(topology.Legacy!.Heads);
    }

    [Theory]
    [InlineData("", 400, "\"The client is using an unsupported version of the Socket.IO or Engine.IO protocols\"")]
    [InlineData("?EIO=3&transport=polling", 400, "\"The client is using an unsupported version of the Socket.IO or Engine.IO protocols\"")]
    [InlineData("?EIO=4&transport=bogus", 400, "\"Invalid transport\"")]
    [InlineData("?EIO=4&j=x", 400, "\"Invalid JSONP index number\"")]
    [InlineData("?EIO=4&transport=polling", 405, "Method Not Found")]
    [InlineData("?EIO=4&transport=websocket&sid=x", 405, "Method Not Found")]
    public async Task Method_ConnectOfEngineIo_IsAnsweredAsLegacyAnswersIt(string query, int status, string text)
    {
        await using var topology = new ProxyTopology(RawLegacy.Answering(RawLegacy.Ok));

        var answer = await topology.SendAsync(new RawRequest("CONNECT", $"/socket.io/{query}") { Headers = [RawRequest.Header("Host", "h")] });

        Assert.Equal((status, text), (answer.Status, answer.Text));
        Assert.Empty(topology.Legacy!.Heads);
    }

    [Fact]
    public async Task Http10_WithoutHost_ReachesLegacyWithLegacysOwn()
    {
        await using var topology = new ProxyTopology(RawLegacy.Answering(RawLegacy.Ok));

        Assert.Equal("ok", (await topology.SendAsync(new RawRequest("GET", "/", "HTTP/1.0"))).Text);

        Assert.Contains($"\r\nHost: {topology.Legacy!.Address.Authority}", Assert.Single(topology.Legacy.Heads), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 3", "abc", "Content-Length: 3", "abc")]
    [InlineData("Transfer-Encoding: chunked", "3\r\nabc\r\n0\r\n\r\n", "Transfer-Encoding: chunked", "3\r\nabc\r\n0\r\n\r\n")]
    public async Task Body_KeepsItsFraming(string header, string sent, string expectedHeader, string expected)
    {
        var body = new TaskCompletionSource<string>();
        await using var topology = new ProxyTopology(RawLegacy.Playing(async legacy =>
        {
            await legacy.ReadHeadAsync();
            body.SetResult(Encoding.Latin1.GetString((await legacy.ReadAsync(expected.Length)).Span));
            await legacy.WriteAsync(RawLegacy.Ok);
        }));
        await using var client = await topology.OpenAsync();

        await client.SendAsync(Encoding.Latin1.GetBytes($"POST / HTTP/1.1\r\nHost: h\r\n{header}\r\n\r\n{sent}"), Token);

        Assert.Equal(200, (await client.ReceiveAsync("POST", Token)).Status);
        Assert.Equal(expected, await body.Task);
        Assert.Contains(expectedHeader, Assert.Single(topology.Legacy!.Heads), StringComparison.Ordinal);
    }

    private static async Task<string> HeadAtLegacyAsync(RawRequest request)
    {
        await using var topology = new ProxyTopology(RawLegacy.Answering(RawLegacy.Ok));
        Assert.Equal(200, (await topology.SendAsync(request)).Status);
        return Assert.Single(topology.Legacy!.Heads);
    }
}
