using System.Net;
using System.Text.Json.Nodes;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Management;

public sealed class TriageApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Verbs_ChangeTheState_AndAreAudited()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address).Start();
        await gateway.SetStageAsync("test", "shadow");
        var fingerprint = await DivergeAsync(gateway);
        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(30).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        using (var alone = await JudgeAsync(gateway, fingerprint, "accept", day))
        {
            Assert.Equal(HttpStatusCode.BadRequest, alone.StatusCode);
            Assert.Contains("a second person must agree", await alone.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        Assert.Equal("accepted", await StateAsync(await JudgeAsync(gateway, fingerprint, "accept", day, second: "ben")));
        Assert.Equal("fixed", await StateAsync(await JudgeAsync(gateway, fingerprint, "fixed")));
        Assert.Equal("open", await StateAsync(await JudgeAsync(gateway, fingerprint, "reopen")));

        Assert.Equal(
            [("fixed", "open"), ("accepted", "fixed"), ("open", $"accepted until {day}"), ("legacy", "shadow")],
            (await gateway.AuditAsync()).Select(entry => ((string)entry!["before"]!, (string)entry["after"]!)));
        Assert.Equal($"test/{fingerprint}", (string?)(await gateway.AuditAsync())[0]!["route"]);
        Assert.Equal("shadow", (string?)(await gateway.BoardAsync())["routes"]!.AsArray().Single(route => (string?)route!["route"] == "test")!["last_change"]!["after"]);
    }

    [Theory]
    [InlineData("accept", "2020-01-01", HttpStatusCode.BadRequest, "name a last day from")]
    [InlineData("accept", "tomorrow", HttpStatusCode.BadRequest, "'expires' is 'tomorrow'")]
    [InlineData("accept", null, HttpStatusCode.BadRequest, "'expires' is ''")]
    [InlineData("reopen", null, HttpStatusCode.BadRequest, "open already")]
    [InlineData("praise", null, HttpStatusCode.NotFound, "nothing here")]
    public async Task Verb_ThatMakesNoSense_SaysWhy(string verb, string? expires, HttpStatusCode expected, string said)
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address).With("shadow", "test").Start();
        using var answer = await JudgeAsync(gateway, await DivergeAsync(gateway), verb, expires);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Contains(said, await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownFingerprintAndMissingReason_AreRefused()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address).Start();

        Assert.Equal(HttpStatusCode.NotFound, (await JudgeAsync(gateway, "0123456789abcdef", "fixed")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await gateway.PostAsync("/api/divergences/0123456789abcdef/fixed", new JsonObject { ["who"] = "ana" })).StatusCode);
    }

    private static async Task<string> DivergeAsync(GatewayApp gateway)
    {
        using var client = gateway.Public;
        using var management = gateway.Management;
        await client.PostAsync("/api/test", null, Token);
        var report = await Eventually.GetAsync(
            async () => JsonNode.Parse(await management.GetStringAsync("/api/sign-off/test", Token))!, now => now["divergences"]!.AsArray().Count > 0, Token);
        return (string)report["divergences"]![0]!["fingerprint"]!;
    }

    private static Task<HttpResponseMessage> JudgeAsync(GatewayApp gateway, string fingerprint, string verb, string? expires = null, string? second = null) =>
        gateway.PostAsync($"/api/divergences/{fingerprint}/{verb}", new JsonObject { ["who"] = "ana", ["reason"] = "seen", ["expires"] = expires, ["second"] = second });

    private static async Task<string?> StateAsync(HttpResponseMessage answer)
    {
        using (answer)
            return (string?)JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Token))!["state"];
    }
}
