using Strangler.Gateway.Tests.Legacy;
using Strangler.Testing.Http;

namespace Strangler.Gateway.Tests.Listeners;

/// <summary>The limits of legacy's HTTP parser (contract 3.7) where a module answers.</summary>
public sealed class HeadLimitsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(99, 200, "OK")]
    [InlineData(100, 431, "Too many headers")]
    [InlineData(150, 431, "Too many headers")]
    [InlineData(250, 431, "Too many headers")]
    [InlineData(5000, 431, "Too many headers")]
    public async Task Lines_MoreThanLegacyTakes_AreRefused(int lines, int status, string reason)
    {
        var request = Enumerable.Range(0, lines - 2).Aggregate(RawRequest.Get("/api/server_info").With("Connection", "close"), (request, i) => request.With($"X-{i}", "1"));

        await AssertAsync(request, status, reason, "got more than 100 headers");
    }

    [Fact]
    public async Task Lines_OfOneName_CountEach() =>
        await AssertAsync(Enumerable.Range(0, 100).Aggregate(RawRequest.Get("/api/server_info"), (request, _) => request.With("X-Same", "1")), 431, "Too many headers", "got more than 100 headers");

    [Theory]
    [InlineData(65_536 - 9, 200, "OK")]
    [InlineData(65_536 - 8, 431, "Line too long")]
    public async Task Line_LongerThanLegacyTakes_IsRefused(int length, int status, string reason) =>
        await AssertAsync(RawRequest.Get("/api/server_info").With("X-Big", new string('a', length)), status, reason, "got more than 65536 bytes when reading header line");

    [Theory]
    [InlineData(65_536, 200, "OK")]
    [InlineData(65_537, 414, "Request-URI Too Long")]
    public async Task RequestLine_LongerThanLegacyTakes_IsRefused(int length, int status, string reason) =>
        await AssertAsync(RawRequest.Get("/api/server_info?" + new string('a', length - "GET /api/server_info? HTTP/1.1\r\n".Length)), status, reason, "URI is too long");

    [Fact]
    public async Task Lines_OfOneNameForLegacy_CountEachToo()
    {
        await using var topology = new ProxyTopology(RawLegacy.Answering(RawLegacy.Ok));

        var answer = await topology.SendAsync(Enumerable.Range(0, 100).Aggregate(RawRequest.Get("/"), (request, _) => request.With("X-Same", "1")));

        Assert.Equal((431, "Too many headers"), (answer.Status, answer.Reason));
        Assert.Empty(topology.Legacy!.Heads);
    }

    private static async Task AssertAsync(RawRequest request, int status, string reason, string explanation)
    {
        await using var legacy = RawLegacy.Answering(RawLegacy.Ok);
        await using var app = new GatewayApp(legacy.Address).With("complete", "server_info").Start();
        using var client = app.Public;
        foreach (var method in (string[])["GET", "HEAD"])
        {
            var isHead = method == "HEAD";
            var sent = isHead && status == 414 ? request with { Target = request.Target + "aa" } : request;
            var answer = await RawHttp.SendAsync(client.BaseAddress!, sent with { Method = method }, Token);

            Assert.Empty(legacy.Heads);
            if (isHead && status == 200)
                continue; // one byte longer than its GET
            Assert.Equal((status, reason), (answer.Status, answer.Reason));
            if (status == 200)
                continue;
            Assert.Equal(("close", "text/html;charset=utf-8"), (answer.Value("Connection"), answer.Value("Content-Type")));
            Assert.Equal(isHead ? "" : Page(status, reason, explanation), answer.Text);
            Assert.Equal($"{Page(status, reason, explanation).Length}", answer.Value("Content-Length"));
        }
    }

    private static string Page(int status, string reason, string explanation) =>
        $"<!DOCTYPE HTML>\n<html lang=\"en\">\n    <head>\n        <meta charset=\"utf-8\">\n        <title>Error response</title>\n    </head>\n    <body>\n"
        + $"        <h1>Error response</h1>\n        <p>Error code: {status}</p>\n        <p>Message: {reason}.</p>\n"
        + $"        <p>Error code explanation: {status} - {explanation}.</p>\n    </body>\n</html>\n";
}
