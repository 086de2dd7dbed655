using Strangler.Testing.Http;

namespace Strangler.Gateway.Tests.Legacy;

public sealed class ResponsePassThroughTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("200 OK")]
    [InlineData("404 NOT FOUND")]
    [InlineData("405 METHOD NOT FOUND")]
    [InlineData("431 Line too long")]
    [InlineData("299 ")]
    [InlineData("599 x")]
    public async Task Status_AndReason_AreLegacys(string status)
    {
        var answer = await AnswerAsync($"HTTP/1.1 {status}\r\nContent-Length: 2\r\n\r\nok");

        Assert.Equal(status, $"{answer.Status} {answer.Reason}");
        Assert.Equal("ok", answer.Text);
    }

    /// <summary>Kestrel writes reasons in ASCII (README: Your own Flask): a <c>?</c> for each byte beyond, and no more than that.</summary>
    [Theory]
    [InlineData("200 Gr\u00fc\u00dfe", "200 Gr??e")]
    [InlineData("404 \u00c3\u00bc", "404 ??")]
    [InlineData("299 \u00ff", "299 ?")]
    [InlineData("200 a\u0080b\u00a0c", "200 a?b?c")]
    public async Task Reason_BeyondAscii_HasQuestionMarks(string status, string expected)
    {
        var answer = await AnswerAsync($"HTTP/1.1 {status}\r\nX-Same: {status}\r\nContent-Length: 2\r\n\r\nok");

        Assert.Equal((expected, status, "ok"), ($"{answer.Status} {answer.Reason}", answer.Value("X-Same"), answer.Text));
    }

    [Fact]
    public async Task Headers_WithDuplicates_AreLegacys()
    {
        var answer = await AnswerAsync(
            "HTTP/1.1 200 OK\r\nServer: Werkzeug/2.2.2 Python/3.11.2\r\nDate: Sun, 22 Nov 2026 21:15:53 GMT\r\nDate: Sun, 22 Nov 2026 21:15:54 GMT\r\n"
            + "X-Latin: gr\u00fc\u00df\r\nSet-Cookie: a=1, b\r\nSet-Cookie: c=2\r\nETag: \"1763077997.0-1\"\r\nX-Empty:\r\nContent-Length: 2\r\n\r\nok");

        Assert.Equal(["Werkzeug/2.2.2 Python/3.11.2"], answer.Values("Server"));
        Assert.Equal(["Sun, 22 Nov 2026 21:15:53 GMT", "Sun, 22 Nov 2026 21:15:54 GMT"], answer.Values("Date"));
        Assert.Equal("gr\u00fc\u00df", answer.Value("X-Latin"));
        Assert.Equal(["a=1, b", "c=2"], answer.Values("Set-Cookie"));
        Assert.Equal("\"1763077997.0-1\"", answer.Value("ETag"));
        Assert.Equal("", answer.Value("X-Empty"));
        Assert.Equal("2", answer.Value("Content-Length"));
    }

    [Fact]
    public async Task Headers_OfLegacysConnection_StayThere()
    {
        var answer = await AnswerAsync(
            "HTTP/1.1 200 OK\r\nConnection: close\r\nKeep-Alive: timeout=1, max=1\r\nX-Theirs: 1\r\nContent-Length: 2\r\nConnection: X-Theirs, content-length\r\nAlt-Svc: h3=\":1\"\r\n\r\nok");

        Assert.Equal(["Content-Length", "Date"], answer.Headers.Select(header => header.Key).Order());
    }

    [Theory]
    [InlineData("2\r\nok\r\n1\r\n!\r\n0\r\n\r\n", "ok!")]
    [InlineData("0\r\n\r\n", "")]
    public async Task Body_Chunked_StaysChunked(string chunks, string expected)
    {
        var answer = await AnswerAsync($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}");

        Assert.Equal("chunked", answer.Value("Transfer-Encoding"));
        Assert.Null(answer.Value("Content-Length"));
        Assert.Equal(expected, answer.Text);
    }

    [Fact]
    public async Task Body_EndedByTheConnection_IsComplete()
    {
        var answer = await AnswerAsync("HTTP/1.0 200 OK\r\n\r\nto the end");

        Assert.Equal(("to the end", true), (answer.Text, answer.Complete));
    }

    [Fact]
    public async Task Head_HasLegacysLengthAndNoBody()
    {
        await using var topology = new ProxyTopology(RawLegacy.Answering("HTTP/1.1 200 OK\r\nContent-Length: 18230\r\n\r\n"));
        await using var client = await topology.OpenAsync();

        var answer = await client.ExchangeAsync(RawRequest.Get("/") with { Method = "HEAD" }, Token);

        Assert.Equal("18230", answer.Value("Content-Length"));
        Assert.Equal(200, (await client.ExchangeAsync(RawRequest.Get("/") with { Method = "HEAD" }, Token)).Status);
    }

    [Fact]
    public async Task NotModified_KeepsItsHeadersAndHasNoBody()
    {
        var answer = await AnswerAsync("HTTP/1.1 304 NOT MODIFIED\r\nETag: \"x\"\r\nCache-Control: no-cache\r\n\r\n");

        Assert.Equal((304, "NOT MODIFIED", "\"x\"", 0), (answer.Status, answer.Reason, answer.Value("ETag"), answer.Body.Length));
        Assert.Null(answer.Value("Transfer-Encoding"));
    }

    [Fact]
    public async Task NoContent_WithContentType_KeepsIt()
    {
        var answer = await AnswerAsync("HTTP/1.1 204 NO CONTENT\r\nContent-Type: text/html; charset=utf-8\r\n\r\n");

        Assert.Equal((204, "NO CONTENT", "text/html; charset=utf-8"), (answer.Status, answer.Reason, answer.Value("Content-Type")));
        Assert.Null(answer.Value("Content-Length"));
    }

    [Theory]
    [InlineData("204 NO CONTENT")]
    [InlineData("205 RESET CONTENT")]
    public async Task NoContent_WithABody_LosesIt(string status)
    {
        await using var topology = new ProxyTopology(RawLegacy.Answering($"HTTP/1.1 {status}\r\nContent-Length: 5\r\n\r\nextra"));
        await using var client = await topology.OpenAsync();

        for (var i = 0; i < 2; i++)
        {
            var answer = await client.ExchangeAsync(RawRequest.Get("/"), Token);
            Assert.Equal((status, 0), ($"{answer.Status} {answer.Reason}", answer.Body.Length));
        }
    }

    [Fact]
    public async Task Connection_OfTheClient_SurvivesThatOfLegacy()
    {
        await using var topology = new ProxyTopology(RawLegacy.Answering("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"));
        await using var client = await topology.OpenAsync();

        for (var i = 0; i < 3; i++)
            Assert.Equal("ok", (await client.ExchangeAsync(RawRequest.Get("/"), Token)).Text);
    }

    private static async Task<RawResponse> AnswerAsync(string bytes)
    {
        await using var topology = new ProxyTopology(RawLegacy.Answering(bytes));
        return await topology.GetAsync("/");
    }
}
