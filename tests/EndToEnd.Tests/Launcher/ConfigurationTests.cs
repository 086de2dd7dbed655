using Strangler.Contract;
using Strangler.EndToEnd.Tests.CommandLine;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Launcher;

/// <summary>What the demo moves is moved in a configuration of its own, and an operator's own folder is used as it is.</summary>
public sealed class ConfigurationTests : IAsyncLifetime
{
    private static readonly string[] Shipped = ["yarp.json", "features.json", "rules.json"];
    private readonly TemporaryFolder _own = new();
    private LegacyServer _legacy = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _legacy = await LegacyServer.StartAsync(new LegacyOptions(), Token);

    public async ValueTask DisposeAsync()
    {
        await _legacy.DisposeAsync();
        _own.Dispose();
    }

    [Fact]
    public async Task Cutover_MovesTheCopy_AndTheShippedFilesStay()
    {
        var before = Shipped.Select(file => File.ReadAllText(RepositoryRoot.Combine(file))).ToList();
        await using var launcher = await StartAsync();

        var set = await CutoverProgram.RunAsync(launcher.Management, Token, "set", "status", "shadow", "--reason", "a first look");

        Assert.True(set.ExitCode == 0, set.ToString());
        var config = Path.Combine(launcher.Data, "config");
        Assert.Contains($"  configuration  {config}", launcher.Output, StringComparison.Ordinal);
        Assert.Equal("shadow", Status(config));
        Assert.Equal(before, Shipped.Select(file => File.ReadAllText(RepositoryRoot.Combine(file))));
    }

    [Fact]
    public async Task OwnFolder_IsTheOneThatIsMoved_AlsoOffline()
    {
        GatewayFolder.Fill(_own.Path);
        await using var launcher = await StartAsync("--config", _own.Path);

        var set = await CutoverProgram.RunAsync(launcher.Management, Token, "set", "status", "shadow", "--reason", "a first look");
        var moved = Status(_own.Path);
        var offline = await CutoverProgram.RunAsync(
            new Dictionary<string, string?> { ["STRANGLER_MANAGEMENT"] = $"{launcher.Management}", ["STRANGLER_STATE"] = Path.Combine(launcher.Data, "state") },
            Token, "rollback", "--all", "--reason", "3 a.m.", "--offline");

        Assert.True(set.ExitCode == 0, set.ToString());
        Assert.True(offline.ExitCode == 0, offline.ToString());
        Assert.Equal(("shadow", "legacy"), (moved, Status(_own.Path)));
        Assert.False(Directory.Exists(Path.Combine(launcher.Data, "config")));
    }

    [Fact]
    public async Task OwnFolder_WithoutTheFiles_IsRefused()
    {
        await using var launcher = LauncherProgram.Start(["--public", "0", "--management", "0", "--legacy", $"{_legacy.Address}", "--config", _own.Path]);

        Assert.Equal(1, await launcher.ExitCodeAsync(Token));
        Assert.StartsWith($"error: --config: {_own.Path} has no yarp.json and no features.json and no rules.json", launcher.Output, StringComparison.Ordinal);
    }

    /// <summary>A token for every management request, and the launcher has none: it must see that the gateway is up all the same.</summary>
    [Fact]
    public async Task ManagementToken_DoesNotKeepTheLauncherFromSeeingThatAllIsUp()
    {
        const string Secret = "a-token-of-some-length";
        await using var launcher = await LauncherProgram.Start(
            ["--public", "0", "--management", "0", "--legacy", $"{_legacy.Address}"], new Dictionary<string, string?> { ["Gateway__ManagementToken"] = Secret }).IsUpAsync(Token);

        var without = await CutoverProgram.RunAsync(launcher.Management, Token, "status");
        var with = await CutoverProgram.RunAsync(new Dictionary<string, string?> { ["STRANGLER_MANAGEMENT"] = $"{launcher.Management}", ["STRANGLER_TOKEN"] = Secret }, Token, "status");

        Assert.Contains("put it into STRANGLER_TOKEN", launcher.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, launcher.Output, StringComparison.Ordinal);
        Assert.True(without.ExitCode == 1, without.ToString());
        Assert.True(with.ExitCode == 0, with.ToString());
    }

    private Task<LauncherProgram> StartAsync(params string[] options) =>
        LauncherProgram.Start(["--public", "0", "--management", "0", "--legacy", $"{_legacy.Address}", .. options]).IsUpAsync(Token);

    private static string Status(string folder) => FeaturesFile.Load(Path.Combine(folder, "features.json")).Stages["status"];
}
