using System.Diagnostics;
using System.Net;
using System.Text;

namespace Strangler.EndToEnd.Tests.Launcher;

public sealed class LifetimeTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_ServesTheLegacyPageThroughTheGateway()
    {
        await using var launcher = await LauncherProgram.Start(LauncherProgram.AnyPorts).IsUpAsync(Token);
        using var client = new HttpClient();

        var through = await client.GetStringAsync(launcher.Gateway, Token);

        Assert.Equal(await client.GetStringAsync(launcher.Legacy, Token), through);
        Assert.Equal(["backup server", "gateway", "legacy flask"], launcher.Children.Keys.Order());
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task Signal_StopsEverything(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Windows has no signals to send from outside; the next test covers its way of ending.");
        await using var launcher = await LauncherProgram.Start(LauncherProgram.AnyPorts).IsUpAsync(Token);

        using (var kill = Process.Start("kill", [$"-{signal}", $"{launcher.Id}"]))
            await kill.WaitForExitAsync(Token);

        Assert.Equal(0, await launcher.ExitCodeAsync(Token));
        Assert.Contains("Stopped.", launcher.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("killing it", launcher.Output, StringComparison.Ordinal);
        await AllEndAsync(launcher);
    }

    [Fact]
    public async Task LauncherKilled_EverythingEnds()
    {
        await using var launcher = await LauncherProgram.Start(LauncherProgram.AnyPorts).IsUpAsync(Token);

        new RunningProcess("launcher", launcher.Id).Kill();

        await AllEndAsync(launcher);
    }

    [Fact]
    public async Task GatewayDies_LauncherSaysSoAndStopsTheRest()
    {
        await using var launcher = await LauncherProgram.Start(LauncherProgram.AnyPorts).IsUpAsync(Token);

        launcher.Children["gateway"].Kill();

        Assert.Equal(1, await launcher.ExitCodeAsync(Token));
        Assert.Contains("error: gateway ended with exit code", launcher.Output, StringComparison.Ordinal);
        await AllEndAsync(launcher);
    }

    /// <summary>What is behind the gateway may go, as in production: it says so, goes on, and starts it again where it was.</summary>
    [Fact]
    public async Task LegacySideDies_TheGatewayGoesOn_AndItIsStartedAgainOnRequest()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Ends it by a signal, to see its exit code.");
        await using var launcher = await LauncherProgram.Start(LauncherProgram.AnyPorts).IsUpAsync(Token);
        using var client = new HttpClient { BaseAddress = launcher.Gateway };
        await MoveAsync(launcher, "server_info", "live");

        launcher.Children["legacy flask"].Kill();
        await launcher.SaysAsync("legacy flask ended with exit code", Token);
        Assert.Equal(HttpStatusCode.BadGateway, (await client.GetAsync("/health", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/server_info", Token)).StatusCode);

        await launcher.TypeAsync("r");
        var first = await launcher.SaysAsync("legacy flask is up again: process ", Token);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health", Token)).StatusCode);

        // Without a terminal, and what the rest of the side is.
        launcher.Children["backup server"].Kill();
        await launcher.SaysAsync("backup server ended with exit code", Token);
        var (exitCode, output) = await launcher.RestartLegacyAsync(Token);
        Assert.Equal(0, exitCode);
        Assert.Matches(@"^backup server is up again: process \d+\.\r?\nlegacy flask is up again: process \d+\.\r?\n$", output);
        Assert.DoesNotContain(first, output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health", Token)).StatusCode);

        using (var kill = Process.Start("kill", ["-INT", $"{launcher.Id}"]))
            await kill.WaitForExitAsync(Token);
        Assert.Equal(0, await launcher.ExitCodeAsync(Token));
        var (refused, why) = await launcher.RestartLegacyAsync(Token);
        Assert.Equal(1, refused);
        Assert.StartsWith("error: no ./run.sh of yours runs with the data folder ", why, StringComparison.Ordinal);
    }

    private static async Task MoveAsync(LauncherProgram launcher, string route, string stage)
    {
        using var management = new HttpClient { BaseAddress = launcher.Management };
        var content = new StringContent($$"""{"stage":"{{stage}}","reason":"a test","who":"test","force":true}""", Encoding.UTF8, "application/json");
        using var answer = await management.PostAsync($"/api/routes/{route}/stage", content, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    private static async Task AllEndAsync(LauncherProgram launcher)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Token);
        bound.CancelAfter(Bound);
        foreach (var child in launcher.Children.Values)
            await child.EndAsync(bound.Token);
    }
}
