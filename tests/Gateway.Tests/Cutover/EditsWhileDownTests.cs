using System.Text.Json.Nodes;
using Strangler.Contract;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Cutover;

/// <summary>What somebody does to <c>features.json</c> while no gateway runs is in the audit of the next one.</summary>
public sealed class EditsWhileDownTests : IDisposable
{
    private const string Edited = "the file was edited while the gateway was down";

    private readonly TemporaryFolder _database = new();

    public void Dispose() => _database.Dispose();

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

    [Fact]
    public async Task ArgumentThatSendsAllToLegacy_IsNoEdit()
    {
        await RunAsync(_ => { }, gateway => gateway.SetStageAsync("status", "live"));
        await using var gateway = Gateway(("Cutover:LegacyFlaskProxy", "true")).With("live", "status").Start();
        Assert.Equal(["test status legacy > live: test"], Said(await gateway.AuditAsync()));
    }

    /// <summary>Each has files of its own, and the one database.</summary>
    private GatewayApp Gateway(params (string, string)[] settings) => new(new Uri("http://127.0.0.1:1"), [("ShadowDiff:Database", _database.Combine("gateway.db")), .. settings]);

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
