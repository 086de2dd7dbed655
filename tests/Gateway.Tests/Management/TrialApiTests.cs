using System.Net;
using System.Text.Json.Nodes;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Management;

/// <summary>Trials of seeded faults over the management port.</summary>
public sealed class TrialApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Trial_IsStartedWatchedAndStopped_ShownOnThePages_AndAudited()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address).With("shadow", "test").Start();

        Assert.Equal("none", (string?)(await TrialAsync(gateway))["state"]);
        var started = await ReadAsync(await gateway.PostAsync("/api/trial", new JsonObject { ["who"] = "ana", ["reason"] = "would we see it?", ["seed"] = 7 }));
        Assert.Equal(("running", 7, gateway.Public.BaseAddress!.ToString().TrimEnd('/')), ((string?)started["state"], (int?)started["seed"], ((string?)started["public_address"])?.TrimEnd('/')));
        Assert.Equal(HttpStatusCode.Conflict, (await gateway.PostAsync("/api/trial", new JsonObject { ["who"] = "ben", ["reason"] = "me too" })).StatusCode);
        Assert.Contains("A trial of seeded faults runs", await gateway.Management.GetStringAsync("/reports", Token), StringComparison.Ordinal);
        Assert.Contains("A trial of seeded faults runs", await gateway.Management.GetStringAsync("/", Token), StringComparison.Ordinal);

        await AskAsync(gateway);
        await Eventually.GetAsync(() => TrialAsync(gateway), trial => (long)trial["faults"]! > 0, Token);
        var report = await ReadAsync(await gateway.PostAsync("/api/trial/stop", new JsonObject { ["who"] = "ana", ["reason"] = "enough" }));
        Assert.Equal("over", (string?)report["state"]);
        Assert.Equal("test", (string?)report["routes"]!.AsArray().Single()!["route"]);
        Assert.DoesNotContain("A trial of seeded faults runs", await gateway.Management.GetStringAsync("/reports", Token), StringComparison.Ordinal);

        var audit = (await gateway.AuditAsync()).Where(entry => (string?)entry!["route"] == "fault-trial").Select(entry => $"{entry!["who"]} {entry["before"]} {entry["after"]}").ToArray();
        Assert.StartsWith("ana seed 7 ", audit[0], StringComparison.Ordinal);
        Assert.StartsWith("ana none seed 7, until ", audit[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("faults", 0, "'faults' is 0; send 1 to 20000.")]
    [InlineData("seconds", 3601, "'seconds' is 3601; send 1 to 3600.")]
    [InlineData("seed", -1, "'seed' is -1; send 0 to")]
    [InlineData("kinds", "typ", "There is no kind 'typ'; did you mean 'type'?")]
    [InlineData("routes", "stauts", "There is no route 'stauts'; did you mean 'status'?")]
    [InlineData("side", "moderm", "There is no side 'moderm'; did you mean 'modern'?")]
    [InlineData("who", null, "'who' is missing")]
    [InlineData("sed", 1, "sed")]
    public async Task Trial_ThatMakesNoSense_IsRefusedWithWhatDoes(string member, object? value, string said)
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address).Start();
        var body = new JsonObject { ["who"] = "ana", ["reason"] = "would we see it?" };
        body[member] = value switch { int number => number, string text when member != "side" => new JsonArray(text), string text => text, _ => null };

        using var answer = await gateway.PostAsync("/api/trial", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(said, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["error"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await gateway.PostAsync("/api/trial/stop", new JsonObject { ["who"] = "ana", ["reason"] = "none runs" })).StatusCode);
    }

    /// <summary>The gate asks for a trial of this build and these rules, where it is told to.</summary>
    [Fact]
    public async Task Gate_ThatAsksForRecall_IsBlockedUntilATrialHasShownIt()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, ("Gate:MinRecall", "0.5")).With("shadow", "test").Start();
        Assert.Contains("recall", await UnmetAsync(gateway), StringComparison.Ordinal);

        await gateway.PostAsync("/api/trial", new JsonObject { ["who"] = "ana", ["reason"] = "would we see it?", ["routes"] = new JsonArray("test"), ["faults"] = 100 });
        await AskAsync(gateway);
        await Eventually.GetAsync(() => TrialAsync(gateway), trial => (long)trial["faults"]! > 0, Token);
        var report = await ReadAsync(await gateway.PostAsync("/api/trial/stop", new JsonObject { ["who"] = "ana", ["reason"] = "enough" }));

        Assert.Equal((double)report["recall"]! < 0.5, (await UnmetAsync(gateway)).Contains("recall", StringComparison.Ordinal));
    }

    /// <summary>A fault that is shown fewer than three times is in no figure.</summary>
    private static async Task AskAsync(GatewayApp gateway)
    {
        for (var asked = 0; asked < 6; asked++)
        {
            using var answer = await gateway.Public.PostAsync("/api/test", null, Token);
        }
    }

    private static async Task<string> UnmetAsync(GatewayApp gateway) =>
        (await gateway.BoardAsync())["routes"]!.AsArray().Single(route => (string?)route!["route"] == "test")!["gate"]!["unmet"]!.ToJsonString();

    private static async Task<JsonNode> TrialAsync(GatewayApp gateway) => JsonNode.Parse(await gateway.Management.GetStringAsync("/api/trial", Token))!;

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer)
    {
        using (answer)
            return JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Token))!;
    }
}
