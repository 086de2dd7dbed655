using System.Diagnostics;

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

    [Theory]
    [InlineData("legacy flask")]
    [InlineData("gateway")]
    public async Task ChildDies_LauncherSaysSoAndStopsTheRest(string name)
    {
        await using var launcher = await LauncherProgram.Start(LauncherProgram.AnyPorts).IsUpAsync(Token);

        launcher.Children[name].Kill();

        Assert.Equal(1, await launcher.ExitCodeAsync(Token));
        Assert.Contains($"error: {name} ended with exit code", launcher.Output, StringComparison.Ordinal);
        await AllEndAsync(launcher);
    }

    private static async Task AllEndAsync(LauncherProgram launcher)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Token);
        bound.CancelAfter(Bound);
        foreach (var child in launcher.Children.Values)
            await child.EndAsync(bound.Token);
    }
}
