using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.FeatureManagement;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Tests.Jobs;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Cutover;

/// <summary>The stage canary, over HTTP.</summary>
public sealed class CanaryTests
{
    private const int Clients = 200;
    private const int Few = 40; // fewer than the shadow mirrors in a second
    private static readonly (string, string)[] Settings = [("Gateway:ServedByHeader", "true"), ("Gateway:CanaryBy", "header:X-Client")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clients_KeepTheirSide_OverARestartAndOnAnotherGateway_AndNoneGoesBackWhileTheShareGrows()
    {
        using var folder = new TemporaryFolder();
        await using var legacy = await LegacyStub.StartAsync();
        string[] at30;
        await using (var first = new GatewayApp(legacy.Address, [.. Settings, ("Config", folder.Path)]).Start())
        {
            await first.SetStageAsync("test", "canary 30 %");
            at30 = await TakenAsync(first);
            Assert.Equal(Expected(30), at30);
            Assert.Equal(at30, await TakenAsync(first));
        }

        await using var restarted = new GatewayApp(legacy.Address, [.. Settings, ("Config", folder.Path)]).Start();
        await using var another = new GatewayApp(legacy.Address, Settings).With("canary 30 %", "test").Start();
        Assert.Equal(at30, await TakenAsync(restarted));
        Assert.Equal(at30, await TakenAsync(another));

        await restarted.SetStageAsync("test", "canary 60 %");
        var at60 = await TakenAsync(restarted);
        Assert.Empty(at30.Except(at60));
        Assert.Equal(Expected(60), at60);
        Assert.Equal(["canary 30 % > canary 60 %", "legacy > canary 30 %"], (await restarted.AuditAsync()).Select(entry => $"{entry!["before"]} > {entry["after"]}"));
    }

    [Fact]
    public async Task Address_IsTheClient_WhenNothingElseIsSaid()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, Settings[0]).Start();
        await gateway.SetStageAsync("test", "canary 0.01 %");
        Assert.Equal("legacy", await CutoverTests.SideOfAsync(gateway.Public, HttpMethod.Post, "/api/test"));

        await File.WriteAllTextAsync(
            gateway.FeaturesPath,
            (await File.ReadAllTextAsync(gateway.FeaturesPath, Token)).Replace("\"percentile\"", "\"group\": [{ \"variant\": \"live\", \"groups\": [\"127.0.0.0/8\"] }], \"percentile\"", StringComparison.Ordinal),
            Token);

        await Eventually.GetAsync(() => CutoverTests.SideOfAsync(gateway.Public, HttpMethod.Post, "/api/test"), side => side == "modern", Token);
    }

    [Fact]
    public async Task BothSides_AreComparedWithTheOther_AndTheGateCountsBoth()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, [.. Settings, ("ShadowDiff:MaxPerSecond", "100000")]).Start();
        await gateway.SetStageAsync("test", "canary 50 %");

        var taken = await TakenAsync(gateway);

        Assert.InRange(taken.Length, 1, Clients - 1);
        using var management = gateway.Management;
        var evidence = await Eventually.GetAsync(
            async () => JsonNode.Parse(await management.GetStringAsync("/api/sign-off/test", Token))!["gate"]!["evidence"]!,
            evidence => (long)evidence["eligible"]! == Clients && legacy.Requests >= Clients,
            Token);
        var row = (await gateway.BoardAsync())["routes"]!.AsArray().Single(row => (string?)row!["route"] == "test")!;
        Assert.Equal((Clients - taken.Length, taken.Length), ((int)row["requests"]!["legacy"]!, (int)row["requests"]!["modern"]!));
        Assert.Equal(("canary", 50m, "both"), ((string?)row["stage"], (decimal)row["percentage"]!, (string?)row["served_by"]));
        Assert.Equal(Clients, (long)evidence["eligible"]!);
    }

    [Fact]
    public async Task Write_OfAClientAtLegacy_IsValidatedByModern_AndOneAtModernIsNeverAskedOfLegacy()
    {
        using var folder = new TemporaryFolder();
        var starts = 0;
        await using var legacy = await LegacyStub.StartAsync(context =>
        {
            if (context.Request.Path == "/api/start_backup") // besides, legacy is asked for its jobs
                Interlocked.Increment(ref starts);
            return context.Response.WriteAsync("legacy", context.RequestAborted);
        });
        await using var gateway = await ModuleGateway.StartAsync(folder.Path, legacy.Address, new FakeJobs());
        await gateway.SetAsync("canary 50 %", "start_backup");
        string[] names = [.. Names().Take(Few)];
        string[] taken = [.. names.Where(name => IsTaken("start_backup", 50, name))];

        using var client = new HttpClient { BaseAddress = gateway.Address };
        foreach (var name in names)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/start_backup") { Headers = { { "X-Client", name } } };
            using var answer = await client.SendAsync(request, Token);
            Assert.Equal(taken.Contains(name) ? "modern" : "legacy", answer.Headers.GetValues("X-Served-By").Single());
        }

        await Eventually.GetAsync(() => Task.FromResult(gateway.Answers.Count()), answers => answers == Few, Token);
        Assert.Equal(Few - taken.Length, Volatile.Read(ref starts));
    }

    [Fact]
    public async Task Job_StaysWithItsSide_WhoeverAsks()
    {
        using var folder = new TemporaryFolder();
        var jobs = new FakeJobs();
        jobs.Owned["job_1"] = [];
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = await ModuleGateway.StartAsync(folder.Path, legacy.Address, jobs);
        await gateway.SetAsync("canary 50 %", "job_perf");

        using var client = new HttpClient { BaseAddress = gateway.Address };
        foreach (var name in Names().Take(Few))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/perf/job_1") { Headers = { { "X-Client", name } } };
            Assert.Equal("modern job_perf job_1", await (await client.SendAsync(request, Token)).Content.ReadAsStringAsync(Token));
        }
    }

    [Fact]
    public async Task Realtime_HandshakeGoesToItsClientsSide_AndTheSessionStaysThere()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, Settings).Start();
        await gateway.SetStageAsync("realtime", "canary 50 %");
        var taken = Names().First(name => IsTaken("realtime", 50, name));
        var other = Names().First(name => !IsTaken("realtime", 50, name));

        var moderns = await PollAsync(gateway, taken);
        var sid = (string)JsonNode.Parse(moderns.Body[1..])!["sid"]!;

        Assert.Equal("modern", moderns.Side);
        Assert.Equal("legacy", (await PollAsync(gateway, other)).Side);
        Assert.Equal("modern", (await PollAsync(gateway, other, sid)).Side);
        Assert.Equal("legacy", (await PollAsync(gateway, taken, "N3UT3rTxMMzSZoX9AAAA")).Side);

        await gateway.SetStageAsync("realtime", "canary 0.01 %");
        Assert.Equal("modern", (await PollAsync(gateway, taken, sid)).Side);
    }

    [Theory]
    [InlineData("""{ "stage": "canary" }""", "canary needs a percentage: a number from 0.01 to 99.99 with at most two decimals.")]
    [InlineData("""{ "stage": "canary", "percentage": 0 }""", "0 is no percentage of a canary; give a number from 0.01 to 99.99 with at most two decimals.")]
    [InlineData("""{ "stage": "canary", "percentage": 100 }""", "100 is no percentage of a canary;")]
    [InlineData("""{ "stage": "canary", "percentage": 5.001 }""", "5.001 is no percentage of a canary;")]
    [InlineData("""{ "stage": "live", "percentage": 5 }""", "Only canary has a percentage; live has none.")]
    [InlineData("""{ "stage": "canry", "percentage": 5 }""", "'canry' is no stage; did you mean 'canary'? ")]
    public async Task Set_WithoutARightPercentage_IsRefusedWithTheRange(string body, string error)
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address).Start();
        var json = (JsonObject)JsonNode.Parse(body)!;
        (json["who"], json["reason"]) = ("t", "t");

        using var answer = await gateway.PostAsync("/api/routes/test/stage", json);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith(error, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["error"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaysBack_LeadOutOfACanary_AndARevertLeadsIn()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, Settings).Start();
        await gateway.SetStageAsync("test", "canary 50 %");
        await gateway.SetStageAsync("test", "canary 99.99 %");
        var raised = (long)(await gateway.AuditAsync())[0]!["id"]!;

        (await gateway.PostAsync("/api/rollback", new JsonObject { ["route"] = "test", ["who"] = "t", ["reason"] = "t" })).EnsureSuccessStatusCode();
        Assert.Empty(await TakenAsync(gateway));
        Assert.Equal("legacy", FeaturesFile.Load(gateway.FeaturesPath).Stages["test"]);

        var reverted = await gateway.PostAsync($"/api/audit/{raised}/revert", new JsonObject { ["who"] = "t", ["reason"] = "t" });
        Assert.Contains("below the promotion gate for canary 50 %", await reverted.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        await gateway.SetStageAsync("test", "live");
        (await gateway.PostAsync($"/api/audit/{raised}/revert", new JsonObject { ["who"] = "t", ["reason"] = "t" })).EnsureSuccessStatusCode();
        Assert.Equal(Expected(50), await TakenAsync(gateway));
    }

    [Fact]
    public async Task Hand_ThatTakesTheStageBack_TakesEveryClientBack()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, Settings).Start();
        await gateway.SetStageAsync("test", "canary 99 %");

        var text = await File.ReadAllTextAsync(gateway.FeaturesPath, Token);
        await File.WriteAllTextAsync(gateway.FeaturesPath, text.Replace("\"default_when_enabled\": \"canary\"", "\"default_when_enabled\": \"legacy\"", StringComparison.Ordinal), Token);

        await Eventually.GetAsync(() => TakenAsync(gateway), taken => taken.Length == 0, Token);
        Assert.Contains("\"to\": 99", await File.ReadAllTextAsync(gateway.FeaturesPath, Token), StringComparison.Ordinal);
    }

    private static string[] Expected(int percentage) => [.. Names().Where(name => IsTaken("test", percentage, name))];

    private static bool IsTaken(string route, int percentage, string name) =>
        Canary.Compile($"cutover.{route}", new Allocation { Percentile = [new PercentileAllocation { Variant = "live", From = 0, To = percentage }] }).Takes(name, null);

    private static IEnumerable<string> Names() => Enumerable.Range(0, Clients).Select(number => $"client-{number}");

    /// <summary>A request of Socket.IO by polling: a handshake, or one of a session, which is told an event that it does not know.</summary>
    private static async Task<(string Side, string Body)> PollAsync(GatewayApp gateway, string name, string? sid = null)
    {
        using var client = gateway.Public;
        client.DefaultRequestHeaders.Add("X-Client", name);
        using var answer = sid is null
            ? await client.GetAsync("/socket.io/?EIO=4&transport=polling", Token)
            : await client.PostAsync($"/socket.io/?EIO=4&transport=polling&sid={sid}", new StringContent("40"), Token);
        return (answer.Headers.GetValues("X-Served-By").Single(), await answer.Content.ReadAsStringAsync(Token));
    }

    /// <summary>Those whom modern answers.</summary>
    private static async Task<string[]> TakenAsync(GatewayApp gateway)
    {
        using var client = gateway.Public;
        var taken = new List<string>();
        foreach (var name in Names())
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/test") { Headers = { { "X-Client", name } } };
            using var answer = await client.SendAsync(request, Token);
            if (answer.EnsureSuccessStatusCode().Headers.GetValues("X-Served-By").Single() == "modern")
                taken.Add(name);
        }

        return [.. taken];
    }
}
