using System.Text.Json.Nodes;
using Strangler.Contract;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Windows;

/// <summary>
/// What an operator of Windows does first and at 3 a.m., with the gateway as a program of Windows: files that are open elsewhere, clients that
/// must end, programs that are killed. Under Wine, which is not Windows (docs/windows.md says what that leaves open).
/// </summary>
public sealed class WindowsTests : IAsyncLifetime
{
    private WindowsInstallation _windows = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _windows = await WindowsInstallation.StartAsync();

    public ValueTask DisposeAsync() => _windows is null ? ValueTask.CompletedTask : _windows.DisposeAsync();

    [Fact]
    public async Task Route_IsProxied_Moved_EditedByHand_AndWrittenWhereItIsAuditedFrom()
    {
        Assert.Equal("legacy", await _windows.SideOfAsync("/health"));

        var (status, _) = await _windows.ManageAsync("/api/routes/health/stage", new() { ["stage"] = "live", ["force"] = true });
        Assert.Equal((200, "modern", ("live", "live")), (status, await _windows.SideOfAsync("/health"), await _windows.StagesAsync("health")));

        FeaturesFile.Load(_windows.Features).SetStage("health", "shadow").SaveAtomically();
        await Eventually.IsTrueAsync(async () => await _windows.SideOfAsync("/health") == "legacy", Token);
    }

    /// <summary>What was looked at in vain is looked at again, although nothing of it changes any more.</summary>
    [Fact]
    public async Task EditByHand_ThatNobodyMayReadYet_IsInForceOnceItsEditorLetsGo()
    {
        File.Copy(_windows.Features, _windows.Combine("edited.json"));
        FeaturesFile.Load(_windows.Combine("edited.json")).SetStage("health", "live").SaveAtomically();
        await using (await _windows.EditAsync("features.json", "edited.json"))
        {
            await Eventually.IsTrueAsync(() => _windows.Output.Contains("features.json cannot be read", StringComparison.Ordinal), Token);
            Assert.Equal("legacy", await _windows.SideOfAsync("/health"));
        }

        await Eventually.IsTrueAsync(async () => await _windows.SideOfAsync("/health") == "modern", Token);
    }

    /// <summary>Windows replaces no file that anybody has open.</summary>
    [Fact]
    public async Task Rollback_WhileAnotherProgramHasTheFileOpen_StaysInForce_AndIsWrittenOnceThatLetsGo()
    {
        await _windows.ManageAsync("/api/routes/health/stage", new() { ["stage"] = "live", ["force"] = true });
        await using (await _windows.HoldAsync("features.json"))
        {
            var (_, answer) = await _windows.ManageAsync("/api/rollback", new() { ["route"] = "health" });
            Assert.Contains("not written", (string?)answer["warning"], StringComparison.Ordinal);
            Assert.Equal(("legacy", "live"), await _windows.StagesAsync("health"));

            var (status, refused) = await _windows.ManageAsync("/api/routes/status/stage", new() { ["stage"] = "shadow" });
            Assert.True(status == 500, refused.ToJsonString());
            Assert.Equal(("legacy", "live"), await _windows.StagesAsync("health"));
        }

        await Eventually.IsTrueAsync(async () => await _windows.StagesAsync("health") == ("legacy", "legacy"), Token);
        await _windows.ManageAsync("/api/routes/status/stage", new() { ["stage"] = "shadow" });
        Assert.Equal((("legacy", "legacy"), ("shadow", "shadow")), (await _windows.StagesAsync("health"), await _windows.StagesAsync("status")));
    }

    [Fact]
    public async Task Job_WithAnUpload_RunsToItsEnd_AndACancelledOneEndsWithAllThatItStarted()
    {
        var ended = await _windows.EndOfAsync(await _windows.BackUpAsync("CON.txt", "out \\n> TRANSFERRING\\n\nclimb 0.001\nexit 0"));
        Assert.Equal("COMPLETED", (string?)ended["phase"]);

        var job = await BackUpForEverAsync("cancelled");
        await _windows.CancelAsync(job);

        Assert.Equal("CANCELLED", (string?)(await _windows.EndOfAsync(job))["phase"]);
        await Eventually.IsTrueAsync(() => WindowsInstallation.Clients("cancelled").Count == 0, Token);
    }

    [Fact]
    public async Task Gateway_Killed_TakesItsClientsAlong_AndSaysSoAfterwards()
    {
        var job = await BackUpForEverAsync("killed");
        await _windows.KillGatewayAsync();
        await Eventually.IsTrueAsync(() => WindowsInstallation.Clients("killed").Count == 0, Token);

        await _windows.StartGatewayAsync();
        Assert.Equal("Backup failed: The server was restarted", (string?)(await _windows.EndOfAsync(job))["message"]);
    }

    [Fact]
    public async Task SecondGateway_AndAStartThatFails_SayWhyInALine()
    {
        await using var second = _windows.Launch();
        Assert.Equal(1, await second.ExitCodeAsync(Token));
        Assert.Contains("Another gateway may have it: stop that one", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Output, StringComparison.Ordinal);

        await using var third = _windows.Launch("--Config=żółć");
        Assert.Equal(1, await third.ExitCodeAsync(Token));
        Assert.StartsWith("No folder has both yarp.json and features.json; looked in ", third.Output, StringComparison.Ordinal);
        Assert.Contains("żółć", third.Output, StringComparison.Ordinal);
    }

    /// <summary>Its script is the one for machines whose policy runs no .ps1; the runtime stands in for the SDK's command.</summary>
    [Fact]
    public async Task Command_ByItsScript_AsksTheGateway_AndRollsBackInTheFileWithoutOne()
    {
        await File.WriteAllTextAsync(_windows.Combine("dotnet.cmd"), $"@\"%{Wine.Programs}%\\CommandLine.exe\" %2 %3 %4 %5 %6 %7 %8 %9\r\n", Token);
        var script = Wine.PathOf(RepositoryRoot.Combine("cutover.cmd"));

        await using var status = Wine.StartCommand([script, "status", "--management", $"{_windows.Management}", "--json"], _windows.Combine(""));
        Assert.True(await status.ExitCodeAsync(Token) == 0, status.Output);
        Assert.Equal("legacy", (string?)JsonNode.Parse(status.Output)!["routes"]!.AsArray().First(row => (string?)row!["route"] == "health")!["stage"]);

        await _windows.ManageAsync("/api/routes/health/stage", new() { ["stage"] = "live", ["force"] = true });
        await _windows.KillGatewayAsync();
        await using var rollback = Wine.StartCommand(
            [script, "rollback", "health", "--reason", "night", "--features", Wine.PathOf(_windows.Features), "--management", $"{_windows.Management}"], _windows.Combine(""));
        Assert.True(await rollback.ExitCodeAsync(Token) == 4, rollback.Output);
        Assert.Equal("legacy", FeaturesFile.Load(_windows.Features).Stages["health"]);
        await _windows.StartGatewayAsync();
    }

    /// <summary>A client that has started another program, and ends by itself never.</summary>
    private async Task<string> BackUpForEverAsync(string name)
    {
        var mark = _windows.Combine(name);
        var job = await _windows.BackUpAsync("file.txt", $"spawn {Wine.PathOf(mark)}\nhang");
        await Eventually.IsTrueAsync(() => File.Exists(mark), Token);
        Assert.NotEmpty(WindowsInstallation.Clients(name));
        return job;
    }
}
