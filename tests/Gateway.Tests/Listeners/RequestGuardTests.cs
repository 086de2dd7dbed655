using System.Text;
using Strangler.Gateway.Tests.Legacy;

namespace Strangler.Gateway.Tests.Listeners;

public sealed class RequestGuardTests : IClassFixture<ProxyFixture>
{
    private readonly ProxyTopology _topology;

    public RequestGuardTests(ProxyFixture shared)
    {
        _topology = shared.Value;
        _topology.Legacy!.Heads.Clear();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nTransfer_Encoding: chunked\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nContent_Length: 5\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nContent.Length: 5\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nX[a]: 1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nX-\u00fc: 1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nX-Bell: a\u0007b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost:\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("GET /a\u0001b HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET /a\u007fb HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET /a\u00ffb HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET /a%00b HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\nHost: h\n\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nX: 1\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999999999999999\r\n\r\nabcde")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\nabcde")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 000000000000000000000000000005\r\n\r\nabcde")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +5\r\n\r\nabcde")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0x5\r\n\r\nabcde")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1_0\r\n\r\nabcdeabcde")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5,5\r\n\r\nabcde")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5 5\r\n\r\nabcde")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: \u00b2\r\n\r\nabcde")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length:\r\n\r\nabcde")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n")]
    public async Task Request_Malformed_Is400AndNeverReachesLegacy(string request)
    {
        await using var client = await _topology.OpenAsync();

        await client.SendAsync(Encoding.Latin1.GetBytes(request), Token);
        var answer = await client.ReceiveAsync("GET", Token);

        Assert.Equal((400, "close"), (answer.Status, answer.Value("Connection")));
        Assert.Empty(_topology.Legacy!.Heads);
    }

    [Fact]
    public async Task Request_RefusedByTheGuard_IsToldWhy()
    {
        var answer = await _topology.SendAsync(Strangler.Testing.Http.RawRequest.Get("/").With("Content_Length", "5"));

        Assert.Equal("{\"error\":\"A header name looks like Transfer-Encoding or Content-Length and is neither\",\"success\":false}\n", answer.Text);
        Assert.Equal("BAD REQUEST", answer.Reason);
    }

    [Theory]
    [InlineData("X_Under_Score")]
    [InlineData("X-Content-Length-Hint")]
    [InlineData("!#$%&'*+-.^`|~09az")]
    public async Task Header_OfAnyToken_Passes(string name)
    {
        Assert.Equal(200, (await _topology.SendAsync(Strangler.Testing.Http.RawRequest.Get("/").With(name, "a\tb"))).Status);

        Assert.Contains($"\r\n{name}: a\tb", Assert.Single(_topology.Legacy!.Heads), StringComparison.Ordinal);
    }
}
