using System.Net;
using Strangler.EndToEnd.Tests.CommandLine;

namespace Strangler.EndToEnd.Tests.Launcher;

/// <summary>The end of the way: the demo with every route complete and no Flask.</summary>
public sealed class NoLegacyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Demo_RunsWithoutFlask_AndSaysSo()
    {
        await using var launcher = await LauncherProgram.Start(["--no-legacy", .. LauncherProgram.AnyPorts]).IsUpAsync(Token);
        using var client = new HttpClient { BaseAddress = launcher.Gateway };

        Assert.DoesNotContain("legacy flask", launcher.Children.Keys);
        Assert.Contains("  legacy         none: every route is complete", launcher.Output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/status", Token)).StatusCode);
        Assert.Contains("<html", await client.GetStringAsync("/", Token), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("No legacy: every route is complete.", $"{await CutoverProgram.RunAsync(launcher.Management, Token, "status")}", StringComparison.Ordinal);
        var rollback = await CutoverProgram.RunAsync(launcher.Management, Token, "rollback", "--all", "--reason", "3 a.m.");
        Assert.Equal(1, rollback.ExitCode);
        Assert.Contains("there is no legacy", $"{rollback}", StringComparison.Ordinal);
        Assert.DoesNotContain("--force", $"{rollback}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--legacy", "http://127.0.0.1:9190")]
    [InlineData("--legacy-flask-proxy")]
    public async Task LegacyAndNone_AreRefused(params string[] arguments)
    {
        await using var launcher = LauncherProgram.Start(["--no-legacy", .. arguments]);

        Assert.Equal(1, await launcher.ExitCodeAsync(Token));
        Assert.Contains("--no-legacy goes with neither", launcher.Output, StringComparison.Ordinal);
    }
}
