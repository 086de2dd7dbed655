using Strangler.Services.Tests.Hosting;
using Strangler.Testing.Http;

namespace Strangler.Services.Tests.Flask;

/// <summary>Methods and CORS of every route (contract 3.3 and 3.4).</summary>
public sealed class FlaskRouteTests
{
    private const string NotAllowed =
        "<!doctype html>\n<html lang=en>\n<title>405 Method Not Allowed</title>\n<h1>Method Not Allowed</h1>\n<p>The method is not allowed for the requested URL.</p>\n";

    private static readonly string[] Refused = ["PUT", "DELETE", "PATCH", "TRACE", "FOO", "put"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool> Routes => new()
    {
        { "/api/status", false }, { "/health", false }, { "/api/health", false }, { "/api/server_info", false },
        { "/progress_config.json", false }, { "/api/server/connection_health", false },
        { "/api/connect", true }, { "/api/disconnect", true }, { "/api/test", true }, { "/api/stop", true }, { "/api/pause", true }, { "/api/resume", true },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Route_EachMethod_AnswersAsInFlask(string path, bool isPost)
    {
        using var server = BackupServerPort.Down();
        using var root = LegacyFolder.Create();
        await using var host = await ModuleHost.StartAsync(server.Settings(("LegacyRoot", root.Path)), Token);
        var allow = isPost ? "GET, HEAD, OPTIONS, POST" : "GET, HEAD, OPTIONS";

        foreach (var method in Refused.Concat(isPost ? [] : ["POST"]))
            AssertPage(await SendAsync(host, method, path), 405, "METHOD NOT ALLOWED", NotAllowed, allow);
        AssertPage(await SendAsync(host, "OPTIONS", path), 200, "OK", "", allow);
        AssertPage(await SendAsync(host, "options", path), 200, "OK", "", allow);
        if (isPost)
            AssertPage(await SendAsync(host, "GET", path), 404, "NOT FOUND", "", null);
        var head = await SendAsync(host, "HEAD", path);
        Assert.Equal((isPost ? 404 : 200, 0), (head.Status, head.Body.Length));
        Assert.Equal(isPost, head.Value("Content-Length") == "0");
    }

    [Theory]
    [InlineData(null, "*", null)]
    [InlineData("", "*", null)]
    [InlineData("*", "*", null)]
    [InlineData("null", "null", "Origin")]
    [InlineData("http://\u00c3\u00a9", "*", null)] // UTF-8 on the wire, which Kestrel takes and does not send back.
    [InlineData("http://evil.example", "http://evil.example", "Origin")]
    public async Task Origin_Any_IsEchoed(string? origin, string allowed, string? vary)
    {
        using var server = BackupServerPort.Down();
        await using var host = await ModuleHost.StartAsync(server.Settings(), Token);
        var request = RawRequest.Get("/api/status");

        var answer = await host.SendAsync(origin is null ? request : request.With("Origin", origin), Token);

        Assert.Equal((allowed, vary), (answer.Value("Access-Control-Allow-Origin"), answer.Value("Vary")));
        Assert.Null(answer.Value("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("POST", null, null, true)]
    [InlineData("post", "x-thing, content-type", "content-type, x-thing", true)]
    [InlineData("DELETE", "b,B,,a", ", B, a, b", true)]
    [InlineData("TRACE", "a", null, false)]
    public async Task Preflight_AskedMethod_IsAllowedWithItsHeaders(string method, string? headers, string? allowedHeaders, bool allowed)
    {
        using var server = BackupServerPort.Down();
        await using var host = await ModuleHost.StartAsync(server.Settings(), Token);
        var request = new RawRequest("OPTIONS", "/api/connect") { Headers = [RawRequest.Header("Host", "h")] }
            .With("Origin", "http://a").With("Access-Control-Request-Method", method);

        var answer = await host.SendAsync(headers is null ? request : request.With("Access-Control-Request-Headers", headers), Token);

        Assert.Equal(allowed ? "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT" : null, answer.Value("Access-Control-Allow-Methods"));
        Assert.Equal(allowedHeaders, answer.Value("Access-Control-Allow-Headers"));
        Assert.Equal("http://a", answer.Value("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Preflight_OfAPathWithoutARule_IsAnsweredInItsHeaders()
    {
        using var server = BackupServerPort.Down();
        await using var host = await ModuleHost.StartAsync(server.Settings(), Token);
        var request = new RawRequest("OPTIONS", "/a%0ab") { Headers = [RawRequest.Header("Host", "h")] }
            .With("Origin", "http://a").With("Access-Control-Request-Method", "POST").With("Access-Control-Request-Headers", "b, a");

        var answer = await host.SendAsync(request, Token);

        Assert.Equal((404, "http://a", "Origin"), (answer.Status, answer.Value("Access-Control-Allow-Origin"), answer.Value("Vary")));
        Assert.Equal("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT", answer.Value("Access-Control-Allow-Methods"));
        Assert.Equal("a, b", answer.Value("Access-Control-Allow-Headers"));
    }

    private static Task<RawResponse> SendAsync(ModuleHost host, string method, string path) =>
        host.SendAsync(new RawRequest(method, path) { Headers = [RawRequest.Header("Host", "h"), RawRequest.Header("Content-Length", "0")] }, Token);

    private static void AssertPage(RawResponse answer, int status, string reason, string body, string? allow)
    {
        Assert.Equal((status, reason, body), (answer.Status, answer.Reason, answer.Text));
        Assert.Equal(("text/html; charset=utf-8", allow, "*"), (answer.Value("Content-Type"), answer.Value("Allow"), answer.Value("Access-Control-Allow-Origin")));
        Assert.Single(answer.Values("Content-Length"));
        Assert.Single(answer.Values("Date"));
    }
}
