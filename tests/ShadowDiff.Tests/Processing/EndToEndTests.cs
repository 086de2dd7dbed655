using System.Net;
using System.Text.Json;
using Strangler.ShadowDiff.Tests.Topology;

namespace Strangler.ShadowDiff.Tests.Processing;

public sealed class EndToEndTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LegacyAnswers_SameModern_Matches()
    {
        await using var host = await ShadowHost.StartAsync(Answers.Json("""{"a":1}"""), _ => Plans.LegacyAnswers(Answers.Json("""{"a":1}""")));

        Assert.Equal("""{"a":1}""", await host.Client.GetStringAsync("/api/status", Token));

        var parity = await host.SettledAsync(1);
        Assert.Equal(1, parity.Matched);
        Assert.Equal(1.0, parity.Parity);
        Assert.Equal(1.0, parity.Coverage);
        Assert.Equal(1, parity.Legacy?.Count);
        Assert.Equal(1, parity.Modern?.Count);
    }

    [Fact]
    public async Task LegacyAnswers_OtherModern_IsReportedSideBySide()
    {
        await using var host = await ShadowHost.StartAsync(Answers.Json("""{"a":1}"""), _ => Plans.LegacyAnswers(Answers.Json("""{"a":"1"}""")));

        await host.Client.GetStringAsync("/api/status?x=%2F", Token);
        await host.SettledAsync(1);

        var divergence = Assert.Single(Assert.Single((await host.ReportAsync()).Routes).Divergences);
        Assert.Equal(("type", "body /a", 1L), (divergence.Kind, divergence.Path, divergence.Count));
        Assert.Equal("/api/status?x=%2F", divergence.Example?.Request.Target);
        Assert.Equal(("1", "\"1\""), (divergence.Example?.LegacyValue, divergence.Example?.ModernValue));
        Assert.Equal("""{"a":1}""", divergence.Example?.Legacy.Body.Text);
    }

    [Fact]
    public async Task ModernAnswers_LegacyOverHttp_GetsTheTargetByteForByte()
    {
        await using var legacy = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{\"a\":1}");
        await using var host = await ShadowHost.StartAsync(Answers.Json("""{"a":1}"""), _ => Plans.ModernAnswers(legacy.Address));

        await RawClient.SendAsync(host.Address, "GET /a%2Fb/./c%20d?q=%C3%BC+x&y HTTP/1.1\r\nHost: gui\r\nX-Odd: \u00fc\r\nConnection: close\r\n\r\n");

        Assert.Equal(1, (await host.SettledAsync(1)).Matched);
        var head = Assert.Single(legacy.Requests);
        Assert.StartsWith("GET /a%2Fb/./c%20d?q=%C3%BC+x&y HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains("Host: gui\r\n", head, StringComparison.Ordinal);
        Assert.Contains("X-Odd: \u00fc\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Connection:", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_AsJsonAndPage_AreServed()
    {
        await using var host = await ShadowHost.StartAsync(
            Answers.Json("""{"a":"<script>alert(1)</script>"}"""), context => context.Request.Path == "/x" ? Plans.LegacyAnswers(Answers.Json("""{"a":"&"}""")) : null);
        await host.Client.GetStringAsync("/x", Token);
        await host.SettledAsync(1);

        var text = await host.Client.GetStringAsync("/api/reports", Token);
        Assert.Contains("\\\"&\\\"", text, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(text);
        var route = json.RootElement.GetProperty("routes")[0];
        Assert.Equal("status", route.GetProperty("route").GetString());
        Assert.Equal(0, route.GetProperty("parity").GetDouble());
        var divergence = route.GetProperty("divergences")[0];
        Assert.Equal(200, divergence.GetProperty("status_modern").GetInt32());
        Assert.Equal(JsonValueKind.Null, divergence.GetProperty("on_purpose").ValueKind);
        Assert.Equal("/x", divergence.GetProperty("example").GetProperty("request").GetProperty("target").GetString());

        using var page = await host.Client.GetAsync(new Uri($"/reports/status/{divergence.GetProperty("fingerprint").GetString()}", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var html = await page.Content.ReadAsStringAsync(Token);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert", html, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }
}
