using System.Diagnostics;
using System.Net;
using Strangler.Testing;

namespace Strangler.EndToEnd.Tests.Launcher;

/// <summary>What is there for whoever works on a module.</summary>
public sealed class DeveloperTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Nothing is edited here but a time: what there is to build is built already.</summary>
    [Fact]
    public async Task Watch_AnEdit_RestartsTheGatewayAlone_AlsoOneThatHadEnded()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Ends the gateway by a signal.");
        await using var launcher = await LauncherProgram.Start(["--watch", .. LauncherProgram.AnyPorts]).IsUpAsync(Token);
        using var client = new HttpClient { BaseAddress = launcher.Gateway };

        launcher.Children["gateway"].Kill();
        await launcher.SaysAsync("The next edit brings another one.", Token);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("/health", Token));

        File.SetLastWriteTimeUtc(RepositoryRoot.Combine("services", "README.md"), TimeProvider.System.GetUtcNow().UtcDateTime);

        Assert.Equal("services/README.md. Building.", await launcher.SaysAsync("Changed: ", Token));
        await launcher.SaysAsync("The gateway runs with it", Token);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health", Token)).StatusCode);
        Assert.True(launcher.Children["legacy flask"].IsRunning());

        using (var kill = Process.Start("kill", ["-INT", $"{launcher.Id}"]))
            await kill.WaitForExitAsync(Token);
        Assert.Equal(0, await launcher.ExitCodeAsync(Token));
    }

    [Fact]
    public async Task Open_OpensTheBoardByWhatTheDesktopHas()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Stands in the place of xdg-open.");
        using var desktop = new TemporaryFolder();
        var (opener, opened) = (desktop.Combine("xdg-open"), desktop.Combine("opened"));
        await File.WriteAllTextAsync(opener, $"#!/bin/sh\necho \"$1\" > {opened}.new && mv {opened}.new {opened}\n", Token);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(opener, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var path = $"{desktop.Path}:{Environment.GetEnvironmentVariable("PATH")}";

        await using var launcher = await LauncherProgram.Start(["--open", "--no-legacy", .. LauncherProgram.AnyPorts], new Dictionary<string, string?> { ["PATH"] = path }).IsUpAsync(Token);

        await Eventually.IsTrueAsync(() => File.Exists(opened), Token, "the browser");
        Assert.Equal($"{launcher.Management}\n", await File.ReadAllTextAsync(opened, Token));
    }
}
