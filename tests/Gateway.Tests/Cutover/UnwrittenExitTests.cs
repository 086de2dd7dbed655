using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Cutover;

/// <summary>A rollback on a full disk: in force at once, and it stays so.</summary>
public sealed class UnwrittenExitTests : IAsyncDisposable
{
    private readonly GatewayApp _gateway = new GatewayApp(new Uri("http://127.0.0.1:1")).With("live", "test", "pause").Start();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What is in the way of the file's next version, as a full disk would be.</summary>
    private string Obstacle => $"{_gateway.FeaturesPath}.{Environment.ProcessId}.tmp";

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData("test", "live")]
    [InlineData(null, "legacy")]
    public async Task ItStays_WhenAnotherRouteIsMoved_AndIsWrittenWithThat(string? route, string pause)
    {
        await RollBackUnwrittenAsync(route);
        Assert.Contains("is in force, but not in features.json", (string?)(await _gateway.BoardAsync())["reloads"]!["last_error"], StringComparison.Ordinal);

        Directory.Delete(Obstacle);
        await _gateway.SetStageAsync("status", "shadow");

        Assert.Equal(("legacy", pause, "shadow"), (await StageAsync("test"), await StageAsync("pause"), await StageAsync("status")));
        Assert.Equal("legacy", FeaturesFile.Load(_gateway.FeaturesPath).Stages["test"]);
        Assert.Null((string?)(await _gateway.BoardAsync())["reloads"]!["last_error"]);
    }

    /// <summary>Nobody moves anything else: that there is room again is enough.</summary>
    [Theory]
    [InlineData("test", "live")]
    [InlineData(null, "legacy")]
    public async Task ItIsWritten_AsSoonAsItCanBe(string? route, string pause)
    {
        await RollBackUnwrittenAsync(route);
        Directory.Delete(Obstacle);

        await Eventually.IsTrueAsync(() => Task.FromResult(FeaturesFile.Load(_gateway.FeaturesPath).Stages["test"] == "legacy"), Token);
        Assert.Equal(pause, FeaturesFile.Load(_gateway.FeaturesPath).Stages["pause"]);
        await Eventually.IsTrueAsync(async () => (await _gateway.BoardAsync())["reloads"]!["last_error"] is null, Token);
    }

    [Fact]
    public async Task ItIsWritten_WhenTheGatewayEnds()
    {
        await RollBackUnwrittenAsync("test");
        Directory.Delete(Obstacle);
        await _gateway.Services.GetServices<IHostedService>().OfType<ExitRetry>().Single().StopAsync(Token);

        Assert.Equal("legacy", FeaturesFile.Load(_gateway.FeaturesPath).Stages["test"]);
    }

    [Fact]
    public void Several_AreOneSentence()
    {
        var unwritten = new UnwrittenExits();
        unwritten.Add(CutoverExit.RollBack("test"));
        unwritten.Add(CutoverExit.RollBack(null));
        Assert.StartsWith("The rollback of test and the rollback of every route are in force, but ", unwritten.Problem, StringComparison.Ordinal);

        unwritten.Forget(unwritten.All);
        unwritten.Add(CutoverExit.LegacyOnly);
        unwritten.Add(CutoverExit.RollBack(null));
        Assert.StartsWith("legacy-only and the rollback of every route are in force, but ", unwritten.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ItStays_WhenYarpJsonIsEdited()
    {
        await RollBackUnwrittenAsync("test");
        var good = (long)(await _gateway.BoardAsync())["reloads"]!["good"]!;
        await File.AppendAllTextAsync(Path.Combine(_gateway.Folder, "yarp.json"), "\n", Token);

        await Eventually.IsTrueAsync(async () => (long)(await _gateway.BoardAsync())["reloads"]!["good"]! > good, Token);
        Assert.Equal("legacy", await StageAsync("test"));
    }

    /// <summary>A share that comes back, a touch: nobody has said anything else.</summary>
    [Fact]
    public async Task ItStays_WhenTheFileComesBackAsItWas()
    {
        await RollBackUnwrittenAsync("test");
        var (good, text) = ((long)(await _gateway.BoardAsync())["reloads"]!["good"]!, await File.ReadAllBytesAsync(_gateway.FeaturesPath, Token));
        File.Delete(_gateway.FeaturesPath);
        await Eventually.IsTrueAsync(async () => (long)(await _gateway.BoardAsync())["reloads"]!["bad"]! > 0, Token);
        await File.WriteAllBytesAsync(_gateway.FeaturesPath, text, Token);

        await Eventually.IsTrueAsync(async () => (long)(await _gateway.BoardAsync())["reloads"]!["good"]! > good, Token);
        Assert.Equal("legacy", await StageAsync("test"));
    }

    /// <summary>By which verb is no matter, nor whether legacy answers all of it then.</summary>
    [Theory]
    [InlineData("legacy")]
    [InlineData("shadow")]
    [InlineData("canary 5 %")]
    public async Task EveryMoveBack_IsInForceUnwritten(string stage)
    {
        Directory.CreateDirectory(Obstacle);
        var words = stage.Split(' ');
        var body = new JsonObject { ["stage"] = words[0], ["who"] = "ana", ["reason"] = "3 a.m." };
        if (words.Length > 1)
            body["percentage"] = 5;
        using var answer = await _gateway.PostAsync("/api/routes/test/stage", body);
        Assert.Contains("not written", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["warning"], StringComparison.Ordinal);
        Assert.Equal(words[0], await StageAsync("test"));

        Directory.Delete(Obstacle);
        await Eventually.IsTrueAsync(() => Task.FromResult(FeaturesFile.Load(_gateway.FeaturesPath).ShownStages["test"] == stage), Token);
        Assert.Equal(words[0], await StageAsync("test"));
    }

    [Theory]
    [InlineData("test", "live")]
    [InlineData(null, "legacy")]
    public async Task AnEditByHand_IsNewer_ForTheFlagThatItMoves(string? route, string pause)
    {
        await RollBackUnwrittenAsync(route);
        await EditAsync(file => file.SetStage("test", "shadow"));

        await Eventually.IsTrueAsync(async () => await StageAsync("test") == "shadow", Token);
        Assert.Equal(pause, await StageAsync("pause"));
        Directory.Delete(Obstacle);
        await IsWrittenAsync(file => (file.Stages["test"], file.Stages["pause"]) == ("shadow", pause));
    }

    /// <summary>White space, or another flag.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnEditByHand_ThatLeavesItsFlagAlone_UndoesNothing(bool isOfAnotherFlag)
    {
        await RollBackUnwrittenAsync("test");
        await IsLegacyOnlyAsync();
        var good = (long)(await _gateway.BoardAsync())["reloads"]!["good"]!;
        await File.WriteAllTextAsync(_gateway.FeaturesPath, $"{FeaturesFile.Load(_gateway.FeaturesPath).SetStage("status", isOfAnotherFlag ? "shadow" : "legacy")}\n", Token);

        await Eventually.IsTrueAsync(
            async () => (long)(await _gateway.BoardAsync())["reloads"]!["good"]! > good && await StageAsync("status") == (isOfAnotherFlag ? "shadow" : "legacy"), Token);
        Assert.Equal(("legacy", true), (await StageAsync("test"), (bool)(await _gateway.BoardAsync())["legacy_only"]!));
        Directory.Delete(Obstacle);
        await IsWrittenAsync(file => file.LegacyOnly && file.Stages["test"] == "legacy");
    }

    /// <summary>Nobody knows which flags were meant to move by a text that was broken, so what a person took back since stays.</summary>
    [Theory]
    [InlineData("test")]
    [InlineData("status")]
    public async Task ARepairOfABrokenFile_UndoesNothing(string route)
    {
        var meant = FeaturesFile.Load(_gateway.FeaturesPath).SetStage("status", "live").SetStage("health", "shadow").ToString();
        await File.WriteAllTextAsync(_gateway.FeaturesPath, meant.Replace("\"feature_management\"", ", \"feature_management\"", StringComparison.Ordinal), Token);
        await Eventually.IsTrueAsync(async () => (long)(await _gateway.BoardAsync())["reloads"]!["bad"]! > 0, Token);
        using (await _gateway.PostAsync("/api/rollback", new() { ["who"] = "ana", ["reason"] = "3 a.m.", ["route"] = route }))
            await IsLegacyOnlyAsync();

        await File.WriteAllTextAsync(_gateway.FeaturesPath, meant, Token);

        await Eventually.IsTrueAsync(() => FeaturesFile.Load(_gateway.FeaturesPath) is var file && file.LegacyOnly && file.Stages[route] == "legacy", Token);
        Assert.Equal(("legacy", "shadow", true), (await StageAsync(route), await StageAsync("health"), (bool)(await _gateway.BoardAsync())["legacy_only"]!));
        Assert.DoesNotContain(await _gateway.AuditAsync(), entry => (string?)entry!["route"] == route && (string?)entry["who"] == "features.json" && (string?)entry["after"] == "live" && (string?)entry["why"] == "the file was edited");
    }

    /// <summary>The gateway's own way back, too, as long as the file does not have it.</summary>
    [Fact]
    public void ARepair_ReleasesNoLatchThatIsNotWritten()
    {
        var (before, repaired) = (new RouteStage(Stage.Canary, 5), new RouteStage(Stage.Live));
        var latches = new Latches("features.json");
        latches.Add([new("test", before, default, default, "errors", "12 of 12 answers failed.", before)]);

        Assert.Equal(Stage.Legacy, latches.In(At(repaired), new HandEdit(0, [], [])).StageOf("test"));
        Assert.Equal(repaired, latches.Of("test")!.Configured);
        Assert.Equal(Stage.Legacy, latches.In(At(repaired)).StageOf("test"));
        Assert.Equal(before, latches.In(At(before)).RouteStageOf("test"));

        static CutoverSnapshot At(RouteStage stage) => new CutoverSnapshot(new Dictionary<string, Stage> { ["test"] = Stage.Live }.ToFrozenDictionary(), legacyOnly: false, legacy: null).BackAt("test", stage, null);
    }

    /// <summary>A person takes a route back further than the gateway did, or than somebody before: what is written last brings nothing forward.</summary>
    [Fact]
    public void AWayBack_IsWrittenOverNoneThatGoesFurther()
    {
        var step = new RouteStage(Stage.Canary, 25);
        var latches = new Latches("features.json");
        latches.Add([new("test", new(Stage.Live), step, default, "errors", "12 of 12 answers failed.", new(Stage.Live))]);
        var (file, atLegacy) = (FeaturesFile.Load(_gateway.FeaturesPath), FeaturesFile.Load(_gateway.FeaturesPath).SetStage("test", "legacy"));

        Assert.Equal("canary 25 %", latches.In(file).ShownStages["test"]);
        Assert.Equal("legacy", latches.In(UnwrittenExits.In(file, [CutoverExit.RollBack("test")])).ShownStages["test"]);
        Assert.Equal("legacy", latches.In(UnwrittenExits.In(file, [CutoverExit.RollBack(null)])).ShownStages["test"]);
        Assert.Equal("legacy", CutoverExit.To("test", step).In(atLegacy).ShownStages["test"]);
        Assert.Equal(Stage.Legacy, CutoverExit.To("test", step).In(_gateway.Services.GetRequiredService<CutoverState>().Current.RolledBack("test")).StageOf("test"));
    }

    private async Task EditAsync(Func<FeaturesFile, FeaturesFile> edit) =>
        await File.WriteAllTextAsync(_gateway.FeaturesPath, edit(FeaturesFile.Load(_gateway.FeaturesPath)).ToString(), Token);

    /// <summary>Without waiting for the time of the next attempt.</summary>
    private Task IsWrittenAsync(Func<FeaturesFile, bool> isWritten) => Eventually.IsTrueAsync(
        async () =>
        {
            await _gateway.Services.GetRequiredService<FeaturesEdit>().RetryAsync(Token);
            return isWritten(FeaturesFile.Load(_gateway.FeaturesPath));
        },
        Token);

    private async Task IsLegacyOnlyAsync()
    {
        using var answer = await _gateway.PostAsync("/api/legacy-only", new() { ["who"] = "ana", ["reason"] = "3 a.m.", ["enabled"] = true });
        Assert.Contains("not written", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["warning"], StringComparison.Ordinal);
    }

    private async Task RollBackUnwrittenAsync(string? route)
    {
        Directory.CreateDirectory(Obstacle);
        var body = new JsonObject { ["who"] = "ana", ["reason"] = "3 a.m." };
        if (route is not null)
            body["route"] = route;
        using var answer = await _gateway.PostAsync("/api/rollback", body);
        Assert.Contains("not written", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["warning"], StringComparison.Ordinal);
        Assert.Equal("legacy", await StageAsync("test"));
    }

    private async Task<string?> StageAsync(string route) =>
        (string?)(await _gateway.BoardAsync())["routes"]!.AsArray().Single(row => (string?)row!["route"] == route)!["stage"];
}
