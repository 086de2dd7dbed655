using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Contract;
using Strangler.ShadowDiff.Store;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Cutover;

/// <summary>What somebody does to <c>features.json</c> while no gateway runs is in the audit of the next one.</summary>
public sealed class EditsWhileDownTests : IDisposable
{
    private const string Edited = "features.json differs from what was in force when the gateway ended: it was edited or replaced since, or a change could not be written to it";

    private readonly TemporaryFolder _database = new();
    private readonly TemporaryFolder _files = new();
    private readonly TemporaryFolder _otherFiles = new();

    public void Dispose()
    {
        _database.Dispose();
        _files.Dispose();
        _otherFiles.Dispose();
    }

    [Fact]
    public async Task FirstStart_WithTheShippedFile_WritesNothing()
    {
        await using var gateway = Gateway().Start();
        Assert.Empty(await gateway.AuditAsync());
    }

    [Fact]
    public async Task FirstStart_ExplainsWhatIsNotAtLegacy()
    {
        await using var gateway = Gateway().With("live", "health").Start();
        Assert.Equal(["features.json health legacy > live: found so at the first start"], Said(await gateway.AuditAsync()));
    }

    [Fact]
    public async Task Edits_OfRoutesAndOfTheSwitch_AreAudited_Once()
    {
        await RunAsync(_ => { }, gateway => gateway.SetStageAsync("status", "live"));
        await RunAsync(gateway => gateway.With("shadow", "health").With("live", "status"));
        await RunAsync(gateway => gateway.With("shadow", "health"));
        await RunAsync(gateway => FeaturesFile.Load(gateway.FeaturesPath).SetStage("health", "shadow").SetLegacyOnly(true).SaveAtomically());
        await using var last = Gateway().With("shadow", "health");
        FeaturesFile.Load(last.FeaturesPath).SetLegacyOnly(true).SaveAtomically();
        last.Start();

        Assert.Equal(
            [
                $"features.json legacy-only off > on: {Edited}",
                $"features.json status live > legacy: {Edited}",
                $"features.json health legacy > shadow: {Edited}",
                "test status legacy > live: test",
            ],
            Said(await last.AuditAsync()));
    }

    /// <summary>Nobody edited it, so nobody is said to have.</summary>
    [Fact]
    public async Task RollbackThatWasNotWritten_AndAFileCopiedAnew_AreToldAsWhatTheyMayBe()
    {
        await RunAsync(gateway => gateway.With("live", "status"), async gateway =>
        {
            Directory.CreateDirectory($"{gateway.FeaturesPath}.{Environment.ProcessId}.tmp");
            await gateway.PostAsync("/api/rollback", new JsonObject { ["route"] = "status", ["who"] = "ana", ["reason"] = "3 a.m." });
            Directory.Delete($"{gateway.FeaturesPath}.{Environment.ProcessId}.tmp");
        });
        await RunAsync(gateway => gateway.With("live", "status"));
        await using var copied = Gateway().Start();

        Assert.Equal(
            [
                $"features.json status live > legacy: {Edited}",
                $"features.json status legacy > live: {Edited}",
                "ana status live > legacy: 3 a.m.",
                "features.json status legacy > live: found so at the first start",
            ],
            Said(await copied.AuditAsync()));
    }

    [Fact]
    public async Task Revert_SaysWhatElseItUndoes()
    {
        await using var gateway = Gateway().Start();
        await gateway.SetStageAsync("status", "shadow");
        await gateway.SetStageAsync("status", "live");
        await gateway.SetStageAsync("health", "shadow");


        Assert.Contains("A later change of status is undone with it: 2, shadow > live by test at ", await RevertAsync(gateway, 1), StringComparison.Ordinal);
        Assert.Contains("\"warning\":null", (await RevertAsync(gateway, 3)).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);

        foreach (var stage in new[] { "shadow", "live", "complete" })
            await gateway.SetStageAsync("status", stage);
        Assert.Contains("2 later changes of status are undone with it, the newest of them: 8, live > complete by test at ", await RevertAsync(gateway, 6), StringComparison.Ordinal);
    }

    private static async Task<string> RevertAsync(GatewayApp gateway, int id)
    {
        var answer = await gateway.PostAsync($"/api/audit/{id}/revert", new JsonObject { ["who"] = "test", ["reason"] = "test" });
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task ArgumentThatSendsAllToLegacy_IsNoEdit()
    {
        await RunAsync(_ => { }, gateway => gateway.SetStageAsync("status", "live"));
        await using (Gateway(("Cutover:LegacyFlaskProxy", "true")).With("live", "status").Start())
        {
            // It opens no database, and so knows no audit.
        }

        await using var gateway = Gateway().With("live", "status").Start();
        Assert.Equal(["test status legacy > live: test"], Said(await gateway.AuditAsync()));
    }

    /// <summary>The switch is moved in the file while the argument holds, and so the next start finds it as the audit says.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Switch_UnderTheArgument_IsWrittenAuditedAndSaidToBeOutranked(bool enabled)
    {
        var features = _files.Combine("features.json");
        await RunAsync(gateway => Switch(gateway, !enabled));
        await using (var gateway = Switch(Gateway(("Cutover:LegacyFlaskProxy", "true")), !enabled).Start())
        {
            var answer = await AskAsync(gateway, "/api/legacy-only", new() { ["enabled"] = enabled });
            Assert.Equal($"legacy-only {(enabled ? "off > on" : "on > off")}", $"{answer["changes"]![0]!["route"]} {answer["changes"]![0]!["before"]} > {answer["changes"]![0]!["after"]}");
            Assert.Contains("--legacy-flask-proxy", (string?)answer["warning"], StringComparison.Ordinal);
            Assert.Equal(enabled, FeaturesFile.Load(features).LegacyOnly);

            var again = await AskAsync(gateway, "/api/legacy-only", new() { ["enabled"] = enabled });
            Assert.Empty(again["changes"]!.AsArray());
            Assert.Contains("--legacy-flask-proxy", (string?)again["warning"], StringComparison.Ordinal);
            var move = await AskAsync(gateway, "/api/routes/status/stage", new() { ["stage"] = "shadow" });
            Assert.Contains("until it is started without", (string?)move["warning"], StringComparison.Ordinal);

            var board = await gateway.BoardAsync();
            Assert.Equal((enabled, true, "legacy"), ((bool)board["legacy_only"]!, (bool)board["legacy_flask_proxy"]!, (string?)board["routes"]![0]!["served_by"]));
            Assert.Contains("Started with --legacy-flask-proxy", await gateway.Management.GetStringAsync("/", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        await using var last = Switch(Gateway(), enabled).With("shadow", "status").Start();
        Assert.Equal(
            ["test status legacy > shadow: test", $"test legacy-only {(enabled ? "off > on" : "on > off")}: test"],
            Said(await last.AuditAsync()).Take(2));
        Assert.False((bool)(await last.BoardAsync())["legacy_flask_proxy"]!);
    }

    private static GatewayApp Switch(GatewayApp gateway, bool enabled)
    {
        FeaturesFile.Load(gateway.FeaturesPath).SetLegacyOnly(enabled).SaveAtomically();
        return gateway;
    }

    private static async Task<JsonNode> AskAsync(GatewayApp gateway, string path, JsonObject body)
    {
        (body["who"], body["reason"]) = ("test", "test");
        var answer = await gateway.PostAsync(path, body);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    [Fact]
    public async Task AnotherConfiguration_OnTheSameDatabase_IsNoEditOfThisOne()
    {
        await RunAsync(_ => { }, gateway => gateway.SetStageAsync("status", "live"));
        await using (var second = Gateway(_otherFiles, []).With("live", "status").Start())
        {
            Assert.Equal(["features.json status legacy > live: found so at the first start", "test status legacy > live: test"], Said(await second.AuditAsync()));
            var features = _files.Combine("features.json");
            Assert.Equal([null, features], (await second.AuditAsync()).Select(entry => (string?)entry!["other_file"]));
            var page = await second.Management.GetStringAsync("/audit", TestContext.Current.CancellationToken);
            Assert.Contains($"of {features}", page, StringComparison.Ordinal);
            Assert.Equal(1, page.Split("/revert\"").Length - 1); // its own entry's, though the route is not where the other's found it
            await second.SetStageAsync("status", "legacy");
            var refused = await second.PostAsync("/api/audit/1/revert", new JsonObject { ["who"] = "test", ["reason"] = "test" });
            Assert.Contains("another configuration", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        await using var again = Gateway().With("live", "status").Start();
        Assert.Equal(3, (await again.AuditAsync()).Count);
    }

    [Fact]
    public async Task DatabaseBegunAnew_ExplainsWhatIsNotAtLegacy_AndTheNextStartFindsNoEdit()
    {
        await using (var gateway = Gateway().With("live", "health").Start())
        {
            await gateway.SetStageAsync("status", "live");
            await gateway.Services.GetRequiredService<GatewayDatabase>().MaintainAsync(
                static connection => connection.Scalar("PRAGMA wal_checkpoint(TRUNCATE)"), TestContext.Current.CancellationToken);
            await using (var file = new FileStream(_database.Combine("gateway.db"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                file.SetLength(0);
            await Eventually.IsTrueAsync(async () => (await gateway.BoardAsync())["audit_problem"] is not null, TestContext.Current.CancellationToken);
            await gateway.SetStageAsync("pause", "shadow");
        }

        await using var again = Gateway().With("live", "status", "health").With("shadow", "pause").Start();
        var audit = Said(await again.AuditAsync()).Order(StringComparer.Ordinal);
        Assert.DoesNotContain(audit, entry => entry.Contains(Edited, StringComparison.Ordinal));
        Assert.All(["health legacy > live", "status legacy > live", "pause legacy > shadow"], change => Assert.Single(audit, entry => entry.Contains(change, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task DatabaseThatCouldNotBeUsedAtTheStart_IsExplainedOnceItCan()
    {
        Directory.CreateDirectory(_database.Combine("gateway.db"));
        using (Obstacles.Immutable(_database.Path))
        {
            await using var gateway = Gateway().With("live", "health").Start();
            await gateway.SetStageAsync("status", "shadow");
        }

        await using var again = Gateway().With("live", "health").With("shadow", "status").Start();
        await Eventually.IsTrueAsync(async () => (await again.AuditAsync()).Count == 2, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(Said(await again.AuditAsync()), entry => entry.Contains(Edited, StringComparison.Ordinal));
    }

    private GatewayApp Gateway(params (string, string)[] settings) => Gateway(_files, settings);

    /// <summary>Each begins with the shipped files, all at the same place, and the one database.</summary>
    private GatewayApp Gateway(TemporaryFolder files, (string, string)[] settings)
    {
        File.Delete(files.Combine("features.json"));
        return new(new Uri("http://127.0.0.1:1"), [("Config", files.Path), ("ShadowDiff:Database", _database.Combine("gateway.db")), .. settings]);
    }

    private async Task RunAsync(Action<GatewayApp> edit, Func<GatewayApp, Task>? act = null)
    {
        await using var gateway = Gateway();
        edit(gateway);
        gateway.Start();
        await (act?.Invoke(gateway) ?? Task.CompletedTask);
    }

    private static IEnumerable<string> Said(JsonArray audit) =>
        audit.Select(entry => $"{entry!["who"]} {entry["route"]} {entry["before"]} > {entry["after"]}: {entry["why"]}".Replace(" [forced: ", "\n", StringComparison.Ordinal).Split('\n')[0]);
}
