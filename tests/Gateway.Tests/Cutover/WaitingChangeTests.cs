using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Contract;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Cutover;
using Strangler.Settings;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Cutover;

/// <summary>
/// A change that takes its time, such as a file that takes long to compile: each way back is in force before it ends, and is not undone by it.
/// </summary>
public sealed class WaitingChangeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/rollback", """{ "route": "test" }""")]
    [InlineData("/api/rollback", "{}")]
    [InlineData("/api/routes/test/stage", """{ "stage": "shadow" }""")]
    [InlineData("/api/legacy-only", """{ "enabled": true }""")]
    public async Task WayBack_WaitsForNoOtherChange_AndIsWrittenAfterIt(string path, string body)
    {
        await using var gateway = new GatewayApp(new Uri("http://127.0.0.1:1")).With("live", "test").Start();
        var asked = (JsonObject)JsonNode.Parse(body)!;
        (asked["who"], asked["reason"]) = ("ana", "3 a.m.");
        string warning;
        using (await gateway.Services.GetRequiredService<CutoverTurn>().TakeAsync(Token))
        {
            using var answer = await gateway.PostAsync(path, asked);

            Assert.Equal(200, (int)answer.StatusCode);
            warning = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["warning"]!;
            Assert.False(Snapshot(gateway) is { LegacyOnly: false } now && now.StageOf("test") == Stage.Live);
        }

        Assert.Contains("In force, but not written", warning, StringComparison.Ordinal);
        Assert.Contains("Another change is still being read or written.", warning, StringComparison.Ordinal);
        await Eventually.IsTrueAsync(() => Task.FromResult(FeaturesFile.Load(gateway.FeaturesPath) is var file && (file.LegacyOnly || file.Stages["test"] != "live")), Token);
    }

    [Fact]
    public async Task RollbackOfTheGatewaysOwn_WaitsForNoOtherChange()
    {
        await using var gateway = new GatewayApp(new Uri("http://127.0.0.1:1")).With("live", "test").Start();
        using var change = await gateway.Services.GetRequiredService<CutoverTurn>().TakeAsync(Token);

        await gateway.Services.GetRequiredService<AutomaticRollback>().RollBackAsync("test", "errors", "12 of 12 answers failed.");

        Assert.Equal(Stage.Legacy, Snapshot(gateway).StageOf("test"));
        Assert.Equal("gateway", (string?)(await gateway.AuditAsync())[0]!["who"]);
    }

    [Fact]
    public async Task WayBack_WhileAnEditIsUnderWay_IsNotUndoneByIt()
    {
        await using var gateway = new GatewayApp(new Uri("http://127.0.0.1:1")).With("live", "test").Start();
        var (features, control) = (gateway.Services.GetRequiredService<FeaturesEdit>(), gateway.Services.GetRequiredService<CutoverControl>());
        var reading = await features.ReadAsync();
        using (await gateway.Services.GetRequiredService<CutoverTurn>().TakeAsync(Token))
        {
            Task<CutoverOutcome>? back = null;
            await features.EditAsync(
                reading,
                file =>
                {
                    back = control.RollBackAsync("test", "ana", "3 a.m."); // in force with the return
                    return file.SetStage("status", "shadow");
                },
                "bob",
                "go",
                released: null);

            Assert.Equal((Stage.Legacy, Stage.Shadow), (Snapshot(gateway).StageOf("test"), Snapshot(gateway).StageOf("status")));
            await back!;
        }

        await Eventually.IsTrueAsync(() => Task.FromResult(FeaturesFile.Load(gateway.FeaturesPath).Stages is var stages && (stages["test"], stages["status"]) == ("legacy", "shadow")), Token);
        Assert.Equal(["ana", "bob"], (await gateway.AuditAsync()).Select(entry => (string)entry!["who"]!).Where(who => who is "ana" or "bob").Order());
    }

    /// <summary>Whoever asked has gone, by Ctrl-C or with the tab of a browser, when the file is written already.</summary>
    [Fact]
    public async Task MoveForward_IsInForceAndAudited_WhenItsClientGoesOnceItIsWritten()
    {
        await using var gateway = new GatewayApp(new Uri("http://127.0.0.1:1")).Start();
        using var client = new CancellationTokenSource();
        gateway.Services.GetRequiredService<GatewayFiles>().Replace = (from, to) =>
        {
            AtomicFile.Replace(from, to);
            client.Cancel();
        };

        await gateway.Services.GetRequiredService<CutoverControl>().SetStageAsync("test", new(Stage.Live), "ana", "go", force: true, client.Token);

        Assert.Equal(Stage.Live, Snapshot(gateway).StageOf("test"));
        Assert.Equal("ana", (string?)(await gateway.AuditAsync())[0]!["who"]);
    }

    private static CutoverSnapshot Snapshot(GatewayApp gateway) => gateway.Services.GetRequiredService<CutoverState>().Current;
}
