using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.ShadowDiff.Model;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.Gateway.Tests.Cutover;

/// <summary>The gateway takes a route back by itself: in force whatever is in the way, and held until a person moves it.</summary>
public sealed class AutomaticRollbackTests : IAsyncDisposable
{
    private const string Evidence = "12 of 12 answers failed.";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Rollback_IsInForce_Written_Audited_AndOnTheBoard_Once()
    {
        await using var gateway = Gateway("live", "test").Start();
        var told = new List<Latch>();
        Rollback(gateway).RolledBack += told.Add;

        await RollBackAsync(gateway, "test");
        await RollBackAsync(gateway, "test");

        Assert.Equal("legacy", await StageAsync(gateway, "test"));
        Assert.Equal("legacy", FeaturesFile.Load(gateway.FeaturesPath).Stages["test"]);
        var entry = (await gateway.AuditAsync())[0]!;
        Assert.Equal(("gateway", Evidence, "live", "legacy"), ((string)entry["who"]!, (string)entry["why"]!, (string)entry["before"]!, (string)entry["after"]!));
        var latch = Assert.Single((await gateway.BoardAsync())["latched"]!.AsArray())!;
        Assert.Equal(("test", "live", "legacy", "errors", Evidence, true),
            ((string)latch["route"]!, (string)latch["before"]!, (string)latch["after"]!, (string)latch["watch"]!, (string)latch["evidence"]!, (bool)latch["written"]!));
        Assert.Contains("test was taken back: live → legacy", await gateway.Management.GetStringAsync("/", Token), StringComparison.Ordinal);
        Assert.Equal(1, Latched(gateway));
        Assert.Equal("test", Assert.Single(told).Route);
    }

    [Theory]
    [InlineData("immutable")]
    [InlineData("broken")]
    [InlineData("pipe")]
    public async Task Rollback_WorksWhateverTheFileIs(string obstacle)
    {
        await using var gateway = Gateway("live", "test").Start();
        using (Put(obstacle, gateway.FeaturesPath))
        {
            var outcome = await RollBackAsync(gateway, "test");

            Assert.Equal("legacy", await StageAsync(gateway, "test"));
            Assert.Contains("not in features.json", outcome.Warning, StringComparison.Ordinal);
            Assert.False((bool)(await gateway.BoardAsync())["latched"]![0]!["written"]!);
        }
    }

    [Fact]
    public async Task Unwritten_StaysBack_OverRestartAndOtherEdits_UntilAPersonMovesIt()
    {
        var first = Gateway("live", "test", "pause").Start();
        var obstacle = Directory.CreateDirectory($"{first.FeaturesPath}.{Environment.ProcessId}.tmp"); // as a full disk would be in the way
        await using (first)
            await RollBackAsync(first, "test");
        obstacle.Delete();

        var second = Gateway();
        obstacle.Create();
        await using var gateway = second.Start();
        Assert.Equal("live", FeaturesFile.Load(gateway.FeaturesPath).Stages["test"]);
        Assert.Equal(("legacy", "live"), (await StageAsync(gateway, "test"), await StageAsync(gateway, "pause")));
        Assert.Equal("gateway", (string)(await gateway.AuditAsync())[0]!["who"]!);

        var good = (long)(await gateway.BoardAsync())["reloads"]!["good"]!;
        await File.AppendAllTextAsync(gateway.FeaturesPath, "\n", Token);
        await Eventually.IsTrueAsync(async () => (long)(await gateway.BoardAsync())["reloads"]!["good"]! > good, Token);
        Assert.Equal("legacy", await StageAsync(gateway, "test"));

        obstacle.Delete();
        await Eventually.IsTrueAsync(() => Task.FromResult(FeaturesFile.Load(gateway.FeaturesPath).Stages["test"] == "legacy"), Token);
        Assert.Equal(("legacy", "live"), (await StageAsync(gateway, "test"), await StageAsync(gateway, "pause")));

        await gateway.SetStageAsync("test", "live");
        Assert.Equal("live", await StageAsync(gateway, "test"));
        Assert.Empty((await gateway.BoardAsync())["latched"]!.AsArray());
    }

    [Fact]
    public async Task Written_StaysLatchedOverARestart_AndAnEditOfItsFlagMovesIt()
    {
        await using (var first = Gateway("live", "test").Start())
            await RollBackAsync(first, "test");

        await using (var second = Gateway().Start())
        {
            Assert.Single((await second.BoardAsync())["latched"]!.AsArray());
            second.With("live", "test");
            await Eventually.IsTrueAsync(async () => await StageAsync(second, "test") == "live", Token);
            Assert.Empty((await second.BoardAsync())["latched"]!.AsArray());
            await RollBackAsync(second, "test");
        }

        GatewayFolder.SetStages(Path.Combine(_folder.Path, "features.json"), new Dictionary<string, string> { ["test"] = "live" });
        await using var third = Gateway().Start();
        Assert.Equal("live", await StageAsync(third, "test")); // edited while no gateway ran
        Assert.Empty((await third.BoardAsync())["latched"]!.AsArray());
    }

    [Fact]
    public async Task Latched_NoProgramBringsItForward_AndARollbackKeepsTheLatch()
    {
        await using var gateway = Gateway("live", "test").Start();
        await RollBackAsync(gateway, "test");
        var control = gateway.Services.GetRequiredService<CutoverControl>();

        var refused = await control.SetStageAsync("test", new(Stage.Shadow), ProgramNames.Gateway, "a step of a plan", force: true, Token);
        Assert.Equal(CutoverRefusalKind.Latched, refused.Refusal?.Kind);
        Assert.Null((await control.RollBackAsync(null, "ana", "3 a.m.")).Refusal);
        Assert.Single((await gateway.BoardAsync())["latched"]!.AsArray());
        Assert.Null((await control.SetStageAsync("test", new(Stage.Shadow), "ana", "mended", force: true, Token)).Refusal);
        Assert.Empty((await gateway.BoardAsync())["latched"]!.AsArray());
        Assert.Equal("shadow", await StageAsync(gateway, "test"));
    }

    [Fact]
    public async Task Revert_OfTheRollback_IsAPersonsMove()
    {
        await using var gateway = Gateway("live", "test").Start();
        await gateway.SetStageAsync("test", "canary 25 %");
        await RollBackAsync(gateway, "test");
        var id = (long)(await gateway.AuditAsync())[0]!["id"]!;

        using var refused = await gateway.PostAsync($"/api/audit/{id}/revert", new() { ["who"] = "ana", ["reason"] = "a false alarm" });
        Assert.Equal(409, (int)refused.StatusCode); // the gate is asked
        await gateway.SetStageAsync("test", "canary 25 %");
        Assert.Empty((await gateway.BoardAsync())["latched"]!.AsArray());
    }

    [Fact]
    public async Task OneStepBack_TakesWhereItCameFrom_ThenLegacy()
    {
        await using var gateway = new GatewayApp(new Uri("http://127.0.0.1:1"), ("Config", _folder.Path), ("Gateway:AutomaticRollbackTo", "step")).Start();
        foreach (var stage in (string[])["shadow", "canary 5 %", "canary 25 %", "live"])
            await gateway.SetStageAsync("test", stage);

        List<string?> stages = [];
        for (var i = 0; i < 5; i++)
        {
            await RollBackAsync(gateway, "test");
            var row = await RowAsync(gateway, "test");
            stages.Add($"{row["stage"]} {row["percentage"]}".TrimEnd());
        }

        Assert.Equal(["canary 25", "canary 5", "shadow", "legacy", "legacy"], stages);
    }

    [Fact]
    public async Task Constraints_TakeBackWhatNeedsTheRoute_AndNothingElse()
    {
        await using var gateway = Gateway("complete", "connect", "start_backup").With("live", "status", "job_status", "health", "realtime").Start();

        await RollBackAsync(gateway, "status");

        Assert.Equal(("legacy", "live", "complete", "live"),
            (await StageAsync(gateway, "status"), await StageAsync(gateway, "connect"), await StageAsync(gateway, "start_backup"), await StageAsync(gateway, "health")));
        Assert.Equal(["connect", "status"], (await gateway.BoardAsync())["latched"]!.AsArray().Select(latch => (string)latch!["route"]!));
    }

    [Fact]
    public async Task AtTheSameTime_AsOtherChanges_BothAreCarriedOut()
    {
        await using var gateway = Gateway("live", "test", "pause").Start();

        await Task.WhenAll(
            RollBackAsync(gateway, "test"), gateway.SetStageAsync("status", "shadow"), RollBackAsync(gateway, "pause"), RollBackAsync(gateway, "test"), gateway.SetStageAsync("health", "shadow"));

        Assert.Equal(("legacy", "legacy", "shadow", "shadow"),
            (await StageAsync(gateway, "test"), await StageAsync(gateway, "pause"), await StageAsync(gateway, "status"), await StageAsync(gateway, "health")));
        Assert.Equal(2, (await gateway.AuditAsync()).Count(entry => (string)entry!["who"]! == "gateway"));
    }

    [Fact]
    public async Task UnusableDatabase_IsInNobodysWay()
    {
        await using var gateway = Gateway("live", "test");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "gateway.db"));
        gateway.Start();

        await RollBackAsync(gateway, "test");

        Assert.Equal("legacy", await StageAsync(gateway, "test"));
        Assert.Single((await gateway.BoardAsync())["latched"]!.AsArray());
    }

    [Fact]
    public async Task GatewaysName_IsNoPersons()
    {
        await using var gateway = Gateway("live", "test").Start();

        using var answer = await gateway.PostAsync("/api/routes/test/stage", GatewayApp.Move("shadow", force: true, who: "gateway"));

        Assert.Equal(400, (int)answer.StatusCode);
    }

    private GatewayApp Gateway(string stage = "legacy", params string[] routes) =>
        new GatewayApp(new Uri("http://127.0.0.1:1"), ("Config", _folder.Path)).With(stage, routes);

    private static AutomaticRollback Rollback(GatewayApp gateway) => gateway.Services.GetRequiredService<AutomaticRollback>();

    private static Task<CutoverOutcome> RollBackAsync(GatewayApp gateway, string route) => Rollback(gateway).RollBackAsync(route, "errors", Evidence);

    private static async Task<string?> StageAsync(GatewayApp gateway, string route) => (string?)(await RowAsync(gateway, route))["stage"];

    private static async Task<JsonNode> RowAsync(GatewayApp gateway, string route) =>
        (await gateway.BoardAsync())["routes"]!.AsArray().Single(row => (string?)row!["route"] == route)!;

    private static IDisposable? Put(string obstacle, string path)
    {
        if (obstacle == "immutable")
            return Obstacles.Immutable(path);

        if (obstacle == "pipe")
            Obstacles.Pipe(path);
        else
            File.WriteAllText(path, "{ broken");
        return null;
    }

    /// <summary>The gauge of this gateway alone: a scrape shows whatever runs in the process.</summary>
    private static int Latched(GatewayApp gateway)
    {
        var (meters, latched) = (gateway.Services.GetRequiredService<IMeterFactory>(), -1);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Name == "strangler.gateway.routes.latched")
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((_, value, _, _) => latched = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return latched;
    }
}
