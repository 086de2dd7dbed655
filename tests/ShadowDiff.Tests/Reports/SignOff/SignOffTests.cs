using System.Text.Json;
using System.Xml.Linq;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Tests.Topology;

namespace Strangler.ShadowDiff.Tests.Reports.SignOff;

public sealed class SignOffTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryFormat_SaysTheVerdictAndItsCriterion()
    {
        await using var host = await StartAsync("""{"a":1}""", """{"a":"1"}""");
        foreach (var format in new[] { "html", "json", "junit", "csv", "markdown" })
        {
            using var answer = await host.Client.GetAsync($"/api/sign-off/status?format={format}", Token);
            var text = await answer.Content.ReadAsStringAsync(Token);
            Assert.Equal("blocked", answer.Headers.GetValues("X-Gate-Verdict").Single());
            Assert.Contains("type at body /a", text, StringComparison.Ordinal);
            Assert.Contains("critical", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Json_HasEvidenceVerdictAndStates()
    {
        await using var host = await StartAsync("""{"a":1}""", """{"a":"1"}""");
        using var report = JsonDocument.Parse(await host.Client.GetStringAsync("/api/sign-off/status", Token));
        var root = report.RootElement;

        Assert.False(root.GetProperty("gate").GetProperty("passes").GetBoolean());
        Assert.Equal(1, root.GetProperty("gate").GetProperty("evidence").GetProperty("compared").GetInt64());
        Assert.Equal("open", root.GetProperty("divergences")[0].GetProperty("state").GetString());
        Assert.True(root.GetProperty("divergences")[0].GetProperty("critical").GetBoolean());
    }

    [Fact]
    public async Task JUnit_IsXml_AndFailsWithWhatBlocks()
    {
        await using var host = await StartAsync("""{"a\u0001<":1}""", """{"a\u0001<":2}""");
        var suites = XDocument.Parse(await host.Client.GetStringAsync("/api/sign-off/status?format=junit", Token)).Root!.Elements("testsuite").ToList();

        Assert.Equal(["comparisons", "parity"], suites[0].Elements("testcase").Where(test => test.Element("failure") is not null).Select(test => (string?)test.Attribute("name")).Except(["latency"]));
        Assert.Equal("1", (string?)suites[1].Attribute("skipped"));
        Assert.Equal("0", (string?)suites[1].Attribute("failures"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a":"1"}""")]
    public async Task JUnit_AnOpenCriticalDivergence_IsAFailure(string modern)
    {
        await using var host = await StartAsync("""{"a":1}""", modern);
        var divergences = XDocument.Parse(await host.Client.GetStringAsync("/api/sign-off/status?format=junit", Token)).Root!.Elements("testsuite").Last();

        Assert.Equal(("1", "0"), ((string?)divergences.Attribute("failures"), (string?)divergences.Attribute("skipped")));
        Assert.NotNull(Assert.Single(divergences.Elements("testcase")).Element("failure"));
    }

    /// <summary>Nothing that a client names steers a terminal, hides, or turns the direction of a line; it is seen, and JSON says the same.</summary>
    [Fact]
    public async Task WhatAClientNames_ShowsItsControlCharacters_InEveryFormat()
    {
        await using var host = await StartAsync("""{"a\u001b[2J\u202e\u200b\udb40\udc01z":1}""", "{}");
        foreach (var format in new[] { "html", "json", "junit", "csv", "markdown" })
        {
            var text = await host.Client.GetStringAsync($"/api/sign-off/status?format={format}", Token);
            Assert.Null(PlainText.FaultOf(text.ReplaceLineEndings("\n")));
            Assert.Contains("202E", text, StringComparison.Ordinal);
        }

        using var report = JsonDocument.Parse(await host.Client.GetStringAsync("/api/sign-off/status", Token));
        Assert.Equal("body /a\u001b[2J\u202e\u200b\udb40\udc01z", report.RootElement.GetProperty("divergences")[0].GetProperty("path").GetString());
        foreach (var path in new[] { "/api/reports", "/api/export", "/reports", "/reports/status" })
            Assert.Null(PlainText.FaultOf((await host.Client.GetStringAsync(path, Token)).ReplaceLineEndings("\n")));
    }

    [Theory]
    [InlineData("csv", "name,with \"quotes\"", "\"missing at body /name,with \"\"quotes\"\"\"")]
    [InlineData("markdown", "a|b<i>*", "body /a\\|b&lt;i>\\*")]
    public async Task WhatAClientNames_StaysText(string format, string name, string expected)
    {
        await using var host = await StartAsync($$"""{"{{name.Replace("\"", "\\\"", StringComparison.Ordinal)}}":1}""", "{}");
        Assert.Contains(expected, await host.Client.GetStringAsync($"/api/sign-off/status?format={format}", Token), StringComparison.Ordinal);
    }

    private static async Task<ShadowHost> StartAsync(string legacy, string modern)
    {
        var host = await ShadowHost.StartAsync(Answers.Json(legacy), context => context.Request.Path == "/x" ? Plans.LegacyAnswers(Answers.Json(modern)) : null);
        await host.Client.GetStringAsync("/x", Token);
        await host.SettledAsync(1);
        return host;
    }
}
