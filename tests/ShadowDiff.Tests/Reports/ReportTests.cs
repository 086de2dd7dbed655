using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Reports;
using Strangler.ShadowDiff.Tests.Topology;

namespace Strangler.ShadowDiff.Tests.Reports;

public sealed class ReportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_HostilePayloads_AreTextAndNothingElse()
    {
        const string Hostile = "</code></style><script>alert(1)</script><img src=x onerror=alert(1)>\"'";
        RequestDelegate modern = context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.Headers["Location"] = "javascript:alert(1)<b>";
            return context.Response.WriteAsync($$"""{"{{Hostile.Replace("\"", "\\\"", StringComparison.Ordinal)}}":1}""");
        };
        await using var host = await ShadowHost.StartAsync(Answers.Json("{}"), context => context.Request.Path.StartsWithSegments("/x") ? Plans.LegacyAnswers(modern) : null);
        await RawClient.SendAsync(host.Address, "GET /x?<script>alert(2)</script> HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        await host.Client.GetStringAsync("/x", Token);
        await host.SettledAsync(2);

        var fingerprint = (await host.ReportAsync()).Routes[0].Divergences.First(divergence => divergence.Path.Contains("script", StringComparison.Ordinal)).Fingerprint;
        foreach (var (path, scripts) in new[] { ("/reports", 1), ("/reports/status", 1), ($"/reports/status/{fingerprint}", 1), ("/api/sign-off/status?format=html", 0) })
        {
            var html = await host.Client.GetStringAsync(path, Token);

            Assert.Equal(scripts, html.Split("<script", StringSplitOptions.None).Length - 1);
            Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(path != "/reports", html.Contains("&lt;script&gt;alert(1)", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Page_StyleAndScript_AreThoseThatThePolicyAllows()
    {
        await using var host = await ShadowHost.StartAsync(Answers.NothingAsync, _ => null);
        using var page = await host.Client.GetAsync(new Uri("/reports", UriKind.Relative), Token);
        var html = await page.Content.ReadAsStringAsync(Token);

        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        foreach (var element in new[] { "style", "script" })
        {
            var text = html[(html.IndexOf($"<{element}>", StringComparison.Ordinal) + element.Length + 2)..html.IndexOf($"</{element}>", StringComparison.Ordinal)];
            Assert.Contains($"{element}-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'", policy, StringComparison.Ordinal);
        }

        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.DoesNotContain(" style=", html, StringComparison.Ordinal);
        Assert.Contains("no evidence", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_OnPurpose_CarriesItsName()
    {
        await using var host = await ShadowHost.StartAsync(
            Answers.Json("""{"a":1,"b":1}"""),
            context => context.Request.Path == "/x" ? Plans.LegacyAnswers(Answers.Json("""{"a":2,"b":2}""")) : null,
            """
            { "rules": [
              { "name": "Q9", "kind": "on-purpose", "route": "status", "at": "body /a", "action": "ignore", "reason": "the keys of others" },
              { "name": "noise", "kind": "volatile", "route": "status", "at": "body /b", "action": "ignore", "reason": "r" }
            ] }
            """);
        await host.Client.GetStringAsync("/x", Token);
        await host.SettledAsync(1);

        var route = Assert.Single((await host.ReportAsync()).Routes);
        Assert.Equal((1, 0, 0), (route.OnPurpose, route.Matched, route.Diverged));
        Assert.Null(route.Parity);
        Assert.Equal(1.0, route.Coverage);
        Assert.Equal(("Q9", "the keys of others"), Assert.Single(route.Divergences) is var meant ? (meant.OnPurpose, meant.Reason) : default);
        Assert.Equal(("noise", 1L), Assert.Single(route.Suppressed) is var suppressed ? (suppressed.Rule, suppressed.Count) : default);
        Assert.Contains("Differs on purpose: Q9. the keys of others", await host.Client.GetStringAsync($"/reports/status/{meant.Fingerprint}", Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b,c", "a,b,c", "a=a b=b c=c")]
    [InlineData("a,b,c", "a,x,c", "a=a b#x c=c")]
    [InlineData("a,c", "a,b,c", "a=a #b c=c")]
    [InlineData("a,b,c", "c", "a# b# c=c")]
    [InlineData("", "a", "#a")]
    public void Align_TwoTexts_PutsEqualLinesTogether(string legacy, string modern, string expected)
    {
        static string[] Lines(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var rows = LineAlignment.Align(Lines(legacy), Lines(modern)).Select(row => $"{row.Legacy}{(row.Differs ? '#' : '=')}{row.Modern}");
        Assert.Equal(expected, string.Join(' ', rows));
    }

    [Fact]
    public void AnswerRows_Json_IsIndentedAndAllHeadersAreShown()
    {
        var response = new StoredResponse(
            200, "OK", [["Date", "x"], ["content-type", "application/json"], ["Allow", "GET"]], new("text", 7, "{\"a\":1}"), null);
        Assert.Equal(["200 OK", "Allow: GET", "Content-Type: application/json", "(not compared) Date: x", "", "{", "  \"a\": 1", "}"], AnswerRows.Of(response, response).Select(row => row.Legacy));
    }

    [Theory]
    [InlineData(null, "–")]
    [InlineData(1.0, "100 %")]
    [InlineData(0.99999, "99.99 %")]
    [InlineData(0.0, "0 %")]
    public void Figure_Share_NeverRoundsUpToAll(double? share, string expected) =>
        Assert.Equal(expected, Figure.Share(share));
}
