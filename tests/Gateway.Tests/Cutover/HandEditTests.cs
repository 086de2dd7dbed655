using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Tests.Cutover;

/// <summary>
/// A command in the same moment as an edit of <c>features.json</c> by hand, which the watch of the files has not seen: here its clock stands still. The edit comes in force first, as one.
/// </summary>
public sealed class HandEditTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 30, 3, 0, 0, TimeSpan.Zero));
    private readonly GatewayApp _gateway;

    public HandEditTests() =>
        _gateway = new GatewayApp(new Uri("http://127.0.0.1:1")).With(services => services.AddSingleton<TimeProvider>(_clock)).With("live", "test", "pause");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private CutoverSnapshot Now => _gateway.Services.GetRequiredService<CutoverState>().Current;

    private string Obstacle => $"{_gateway.FeaturesPath}.{Environment.ProcessId}.tmp";

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    /// <summary>Whatever is asked: it is audited as what it is, each change under who made it, and nothing outranks the file.</summary>
    [Theory]
    [InlineData("/api/rollback", """{ "route": "pause" }""", "pause")]
    [InlineData("/api/routes/pause/stage", """{ "stage": "shadow" }""", "pause")]
    [InlineData("/api/routes/perf/stage", """{ "stage": "live", "force": true }""", "perf")]
    [InlineData("/api/legacy-only", """{ "enabled": true }""", "legacy-only")]
    [InlineData("/api/legacy-only", """{ "enabled": false }""", null)]
    [InlineData("revert", "{}", "health")]
    public async Task ItIsInForceFirst_AsAnEdit_WhateverIsAsked(string path, string body, string? moves)
    {
        _gateway.Start();
        await _gateway.SetStageAsync("health", "shadow");
        var id = (long)(await _gateway.AuditAsync())[0]!["id"]!;
        Edit(file => file.SetStage("status", "live"));

        var answer = await AskAsync(path == "revert" ? $"/api/audit/{id}/revert" : path, body);

        Assert.Null((string?)answer["warning"]);
        Assert.Equal([.. moves is null ? (string[])[] : [$"ana {moves}"], "features.json status legacy > live: the file was edited"],
            (await _gateway.AuditAsync()).Where(entry => (long)entry!["id"]! > id).Select(entry => (string)entry!["who"]! == "ana" ? $"ana {entry["route"]}" : Said(entry)).Order());
        Assert.Equal((Stage.Live, "live"), (Now.StageOf("status"), FeaturesFile.Load(_gateway.FeaturesPath).Stages["status"]));
    }

    [Theory]
    [InlineData("/api/rollback", """{ "route": "pause" }""")]
    [InlineData("/api/routes/pause/stage", """{ "stage": "shadow" }""")]
    [InlineData("/api/routes/perf/stage", """{ "stage": "live", "force": true }""")]
    [InlineData("/api/legacy-only", """{ "enabled": true }""")]
    [InlineData("the gateway's own", "pause")]
    public async Task ItIsNewerThanAWayBackThatWaits_ForItsFlagAlone(string path, string body)
    {
        _gateway.With("live", "health").Start();
        using (await BlockedAsync("test"))
        using (await BlockedAsync("health"))
            Edit(file => file.SetStage("test", "shadow"));

        if (path == "the gateway's own")
            await RollBackAsync(body);
        else
            await AskAsync(path, body);

        Assert.Equal((Stage.Shadow, Stage.Legacy), (Now.StageOf("test"), Now.StageOf("health")));
        var written = FeaturesFile.Load(_gateway.FeaturesPath).Stages;
        Assert.Equal(("shadow", "legacy"), (written["test"], written["health"]));
    }

    /// <summary>Nobody had seen the edit then: whoever takes a route back, the gateway itself too, is the newer one.</summary>
    [Theory]
    [InlineData("/api/rollback", """{ "route": "test" }""")]
    [InlineData("/api/rollback", "{}")]
    [InlineData("/api/routes/test/stage", """{ "stage": "legacy" }""")]
    [InlineData("the gateway's own", "test")]
    public async Task AWayBackThatIsTakenBeforeItIsSeen_IsNewer(string path, string body)
    {
        _gateway.Start();
        Edit(file => file.SetStage("test", "complete"));

        if (path == "the gateway's own")
            await RollBackAsync(body);
        else
            await AskAsync(path, body);

        Assert.Equal((Stage.Legacy, "legacy"), (Now.StageOf("test"), FeaturesFile.Load(_gateway.FeaturesPath).Stages["test"]));
        var audited = await _gateway.AuditAsync();
        Assert.DoesNotContain(audited, entry => (string?)entry!["after"] == "complete");
        Assert.Contains("features.json test legacy > legacy: the file was edited, to complete: a way back of the same moment outranks it", audited.Select(entry => Said(entry)));
        Assert.Equal(path == "the gateway's own" ? ["test"] : [], (await _gateway.BoardAsync())["latched"]!.AsArray().Select(latch => (string)latch!["route"]!));

        Edit(file => file.SetStage("test", "complete"));
        await AskAsync("/api/legacy-only", """{ "enabled": false }""");
        Assert.Equal(Stage.Complete, Now.StageOf("test")); // who has seen it
    }

    /// <summary>Two ways back, either of which may be the first to read the file.</summary>
    [Fact]
    public async Task TwoWaysBackBeforeItIsSeen_AreBothNewer()
    {
        _gateway.Start();
        Edit(file => file.SetStage("test", "complete").SetStage("pause", "complete"));

        await Task.WhenAll(AskAsync("/api/rollback", """{ "route": "test" }"""), AskAsync("/api/rollback", """{ "route": "pause" }"""));

        var written = FeaturesFile.Load(_gateway.FeaturesPath).Stages;
        Assert.Equal((Stage.Legacy, Stage.Legacy, "legacy", "legacy"), (Now.StageOf("test"), Now.StageOf("pause"), written["test"], written["pause"]));
    }

    [Theory]
    [InlineData("livee")]
    [InlineData("\", \"x\": ,\"")]
    public async Task OneWithErrors_IsRefused_AndHoldsUpNoWayBack(string stage)
    {
        _gateway.Start();
        var text = await File.ReadAllTextAsync(_gateway.FeaturesPath, Token);
        await File.WriteAllTextAsync(_gateway.FeaturesPath, text.Replace("\"default_when_enabled\": \"live\"", $"\"default_when_enabled\": \"{stage}\"", StringComparison.Ordinal), Token);

        using (var refused = await _gateway.PostAsync("/api/routes/status/stage", GatewayApp.Move("live", force: true)))
            Assert.Contains("Nothing is changed", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        var answer = await AskAsync("/api/rollback", """{ "route": "pause" }""");

        Assert.Contains("features.json", (string?)answer["warning"], StringComparison.Ordinal);
        Assert.Equal((Stage.Live, Stage.Legacy, Stage.Legacy), (Now.StageOf("test"), Now.StageOf("pause"), Now.StageOf("status")));
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        await Testing.Eventually.IsTrueAsync(
            async () =>
            {
                _clock.Advance(TimeSpan.FromMilliseconds(100));
                return ((string?)(await _gateway.BoardAsync())["reloads"]!["last_error"])?.Contains("features.json line", StringComparison.Ordinal) == true;
            },
            Token);
    }

    /// <summary>Moves forward are judged by what the edit has moved.</summary>
    [Fact]
    public async Task WhatIsAskedIsJudgedAfterIt()
    {
        _gateway.With("live", "health", "connect", "disconnect").Start();
        Edit(file => file.SetStage("test", "shadow"));
        using (var same = await _gateway.PostAsync("/api/routes/test/stage", GatewayApp.Move("live", force: false)))
            Assert.Contains("is below the promotion gate for live", await same.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);

        Assert.Equal(Stage.Shadow, Now.StageOf("test"));
        Edit(file => file.SetStage("status", "complete"));
        await AskAsync("/api/routes/status/stage", """{ "stage": "shadow" }""");
        Assert.Equal((Stage.Shadow, "shadow"), (Now.StageOf("status"), FeaturesFile.Load(_gateway.FeaturesPath).Stages["status"]));
    }

    /// <summary>A plan's step finds what a person has done in the file, and stands still.</summary>
    [Fact]
    public async Task APlansStep_FindsIt()
    {
        _gateway.Start();
        var control = _gateway.Services.GetRequiredService<CutoverControl>();
        Edit(file => file.SetStage("status", "shadow").SetStage("health", "shadow"));

        var outcome = await control.SetStageAsync(
            "perf", new(Stage.Shadow), ProgramNames.Gateway, "a step", force: false, new PlannedStep(default, null, () => Now.StageOf("health") == Stage.Shadow ? "a person was here" : null), Token);

        Assert.Equal("a person was here", Assert.Single(outcome.Refusal!.Errors));
        Assert.Equal(["features.json status legacy > shadow: the file was edited", "features.json health legacy > shadow: the file was edited"], (await _gateway.AuditAsync()).Reverse().TakeLast(2).Select(Said).OrderDescending());
    }

    /// <summary>Its text has no errors, and what outranks it makes it one that cannot be compiled.</summary>
    [Fact]
    public async Task OneThatDoesNotComeInForce_UndoesNoWayBack()
    {
        var file = JsonNode.Parse(await File.ReadAllTextAsync(_gateway.FeaturesPath, Token))!;
        var flags = file["feature_management"]!["feature_flags"]!.AsArray();
        var last = flags.Single(flag => (string?)flag!["id"] == "cutover.perf")!;
        flags.Remove(last);
        await File.WriteAllTextAsync(_gateway.FeaturesPath, file.ToJsonString(), Token);
        await using var gateway = new GatewayApp(new Uri("http://127.0.0.1:1"), ("Config", _gateway.Folder), ($"feature_management:feature_flags:{flags.Count}:allocation:default_when_enabled", "nosuch"))
            .With(services => services.AddSingleton<TimeProvider>(_clock)).Start();
        using var full = new Blocked(Obstacle);
        using (await gateway.PostAsync("/api/rollback", new() { ["route"] = "test", ["who"] = "ana", ["reason"] = "3 a.m." }))
            Assert.Contains("in force, but not in features.json", (string?)(await gateway.BoardAsync())["reloads"]!["last_error"], StringComparison.Ordinal);
        flags.Add(last);
        flags.Single(flag => (string?)flag!["id"] == "cutover.test")!["allocation"]!["default_when_enabled"] = "shadow";
        await File.WriteAllTextAsync(gateway.FeaturesPath, file.ToJsonString(), Token);

        using var asked = await gateway.PostAsync("/api/legacy-only", new() { ["enabled"] = false, ["who"] = "ana", ["reason"] = "go" });

        Assert.Contains("has the variant", (string?)(await gateway.BoardAsync())["reloads"]!["last_error"], StringComparison.Ordinal);
        Assert.StartsWith("The rollback of test is in force", gateway.Services.GetRequiredService<UnwrittenExits>().Problem, StringComparison.Ordinal);
    }

    private void Edit(Func<FeaturesFile, FeaturesFile> edit) => File.WriteAllText(_gateway.FeaturesPath, edit(FeaturesFile.Load(_gateway.FeaturesPath)).ToString());

    private Task<CutoverOutcome> RollBackAsync(string route) => _gateway.Services.GetRequiredService<AutomaticRollback>().RollBackAsync(route, "errors", "12 of 12 answers failed.");

    private static string Said(JsonNode? entry) => $"{entry!["who"]} {entry["route"]} {entry["before"]} > {entry["after"]}: {entry["why"]}";

    private async Task<JsonNode> AskAsync(string path, string body)
    {
        var asked = (JsonObject)JsonNode.Parse(body)!;
        (asked["who"], asked["reason"]) = ("ana", "3 a.m.");
        using var answer = await _gateway.PostAsync(path, asked);
        Assert.Equal(200, (int)answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!;
    }

    /// <summary>A rollback that cannot be written, as on a full disk, until the answer is disposed.</summary>
    private async Task<IDisposable> BlockedAsync(string route)
    {
        var blocked = new Blocked(Obstacle);
        Assert.Contains("not written", (string?)(await AskAsync("/api/rollback", $$"""{ "route": "{{route}}" }"""))["warning"], StringComparison.Ordinal);
        return blocked;
    }

    private sealed class Blocked : IDisposable
    {
        private readonly string _path;

        public Blocked(string path) => Directory.CreateDirectory(_path = path);

        public void Dispose()
        {
            if (Directory.Exists(_path))
                Directory.Delete(_path);
        }
    }
}
