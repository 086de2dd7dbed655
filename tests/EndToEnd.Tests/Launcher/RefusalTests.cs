using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Launcher;

/// <summary>Starts that cannot succeed: one clear line each, and an exit code other than 0.</summary>
public sealed class RefusalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--public", "public")]
    [InlineData("--management", "management")]
    [InlineData("--legacy-port", "legacy Flask")]
    [InlineData("--backup-port", "backup server")]
    public async Task PortInUse_IsNamed(string option, string what)
    {
        using var taken = new ReservedPort();
        taken.Open();

        await AssertRefusedAsync($"error: port {taken.Port} ({what}) is in use", LauncherProgram.PortsWith(option, taken.Port));
    }

    [Fact]
    public async Task UnreachableLegacy_IsNamed()
    {
        using var nobody = new ReservedPort();

        await AssertRefusedAsync(
            $"error: legacy http://127.0.0.1:{nobody.Port} cannot be reached",
            "--public", "0", "--management", "0", "--legacy", $"http://127.0.0.1:{nobody.Port}");
    }

    [Fact]
    public async Task NoPython_IsNamed()
    {
        await using var launcher = LauncherProgram.Start(LauncherProgram.AnyPorts, new Dictionary<string, string?> { ["LEGACY_PYTHON"] = "no-such-python" });
        await AssertOneLineAsync(launcher, "error: python3 is missing or too old");
    }

    [Theory]
    [InlineData("--public", "65536", "neither a port")]
    [InlineData("--management", "https://127.0.0.1:9091", "neither a port")]
    [InlineData("--legacy", "somewhere", "no server address")]
    [InlineData("--legacy-port", "-1", "0 to 65535")]
    [InlineData("--start-timeout", "0", "1 to 600")]
    [InlineData("--start-timeout", "601", "1 to 600")]
    [InlineData("--publik", "8080", "'--publik' is not known; did you mean '--public'?")]
    [InlineData("--Gateway:ServedByHeader=true", "--", "Settings of the gateway follow after --.")]
    [InlineData("--", "--Config=/etc/strangler", "'--Config=/etc/strangler' after -- is not for the gateway alone: give --config to this command instead")]
    [InlineData("--", "--gateway:public=http://127.0.0.1:1", "give --public to this command instead")]
    public async Task BadValue_SaysWhatIsAllowed(string option, string value, string said) =>
        await AssertRefusedAsync("error: ", said, [option, value]);

    private static Task AssertRefusedAsync(string start, params string[] arguments) => AssertRefusedAsync(start, "", arguments);

    private static async Task AssertRefusedAsync(string start, string said, string[] arguments)
    {
        await using var launcher = LauncherProgram.Start(arguments);
        Assert.Contains(said, await AssertOneLineAsync(launcher, start), StringComparison.Ordinal);
    }

    private static async Task<string> AssertOneLineAsync(LauncherProgram launcher, string start)
    {
        Assert.NotEqual(0, await launcher.ExitCodeAsync(Token));
        var line = Assert.Single(launcher.Output.TrimEnd().ReplaceLineEndings("\n").Split('\n'));
        Assert.StartsWith(start, line, StringComparison.Ordinal);
        return line;
    }
}
