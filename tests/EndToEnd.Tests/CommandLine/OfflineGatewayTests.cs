using System.Text.Json.Nodes;
using Strangler.Contract;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.CommandLine;

/// <summary>A rollback without the management port, while gateways run: it is the file that one of them reads, or the command says that it is not.</summary>
public sealed class OfflineGatewayTests : IAsyncLifetime
{
    private readonly ReservedPort _noLegacy = new();
    private readonly TemporaryFolder _usual = new();
    private GatewayProcess _gateway = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var stages = new Dictionary<string, string> { ["status"] = "live" };
        GatewayFolder.Fill(_usual.Path, stages);
        _gateway = await GatewayProcess.StartAsync(new GatewayOptions(new Uri($"http://127.0.0.1:{_noLegacy.Port}")) { Stages = stages }, Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _usual.Dispose();
        _noLegacy.Dispose();
    }

    [Fact]
    public async Task FileOfTheGatewayAtTheAddress_IsFound()
    {
        var run = await RollBackAsync(_gateway.Management);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains($"Written to {Path.Combine(_gateway.Folder, "features.json")}.", run.Output, StringComparison.Ordinal);
        Assert.Contains($"(process {_gateway.ProcessId}, {_gateway.Management.GetLeftPart(UriPartial.Authority)})", run.Error, StringComparison.Ordinal);
        Assert.Equal(("legacy", "live"), (Stage(_gateway.Folder), Stage(_usual.Path)));
        using var client = new HttpClient();
        await Eventually.IsTrueAsync(
            async () => (string?)Status(JsonNode.Parse(await client.GetStringAsync(new Uri(_gateway.Management, "/api/routes"), Token))!) == "legacy", Token, "the edit in force");
    }

    [Fact]
    public async Task UsualFile_WithoutAGateway_SaysSo()
    {
        using var nobody = new ReservedPort();

        var run = await RollBackAsync(new Uri($"http://127.0.0.1:{nobody.Port}"));

        Assert.True(run.ExitCode == 4, run.ToString());
        Assert.Contains($"no running gateway was seen to read {_usual.Combine("features.json")}", run.Error, StringComparison.Ordinal);
        Assert.Equal(("live", "legacy"), (Stage(_gateway.Folder), Stage(_usual.Path)));
    }

    [Fact]
    public async Task UsualFile_OfAGatewayThatNobodyAskedFor_IsLeftAlone()
    {
        using var nobody = new ReservedPort();
        var asked = new Uri($"http://127.0.0.1:{nobody.Port}");

        var run = await RollBackAsync(asked, State, _gateway.Folder, []);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains($"is the file of another gateway than the one asked (process {_gateway.ProcessId}", run.Error, StringComparison.Ordinal);
        Assert.Equal("live", Stage(_gateway.Folder));
    }

    [Fact]
    public async Task NamedFolder_GoesBeforeTheGatewayThatRunsThere()
    {
        var run = await RollBackAsync(_gateway.Management, State, "", [], named: _usual.Path);

        Assert.True(run.ExitCode == 4, run.ToString());
        Assert.Contains($"{Path.Combine(_gateway.Folder, "features.json")} is the file of the one that runs there (process {_gateway.ProcessId})", run.Error, StringComparison.Ordinal);
        Assert.Equal(("live", "legacy"), (Stage(_gateway.Folder), Stage(_usual.Path)));
    }

    /// <summary>Two containers with a shared home: each has a loopback of its own.</summary>
    [Fact]
    public async Task GatewayInAnotherNetwork_IsNotTheOneThatRunsThere()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Networks of their own are Linux'.");
        var features = Path.Combine(_gateway.Folder, "features.json");

        var run = await RollBackAsync(_gateway.Management, State, _usual.Path, [], isElsewhere: true);
        Assert.True(run.ExitCode == 4, run.ToString());
        Assert.Equal(("live", "legacy"), (Stage(_gateway.Folder), Stage(_usual.Path)));

        run = await RollBackAsync(_gateway.Management, State, _gateway.Folder, [], isElsewhere: true);
        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Contains($"is the file of another gateway than the one asked (process {_gateway.ProcessId}", run.Error, StringComparison.Ordinal);

        run = await RollBackAsync(_gateway.Management, State, "", ["--features", features], isElsewhere: true);
        Assert.True(run.ExitCode == 4, run.ToString());
        Assert.Equal("legacy", Stage(_gateway.Folder)); // it was named
    }

    [Fact]
    public async Task SeveralGatewaysThere_AreNamed_AndNoneIsTouched()
    {
        // Another one of this machine that says the same address, as one does whose port somebody has taken over.
        using var other = GatewayStateFile.Create(State, new RunningGateway(4711, DateTimeOffset.UnixEpoch, _usual.Path, _gateway.Management, RunningGateway.OwnNetwork));

        var run = await RollBackAsync(_gateway.Management);
        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Contains("2 gateways say that they run there: ", run.Error, StringComparison.Ordinal);
        Assert.Contains($"process {_gateway.ProcessId}, ", run.Error, StringComparison.Ordinal);
        Assert.Contains($"process 4711, {_gateway.Management.GetLeftPart(UriPartial.Authority)}, with {_usual.Combine("features.json")}", run.Error, StringComparison.Ordinal);
        Assert.Equal(("live", "live"), (Stage(_gateway.Folder), Stage(_usual.Path)));

        run = await RollBackAsync(_gateway.Management, State, "", [], named: _gateway.Folder);
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(("legacy", "live"), (Stage(_gateway.Folder), Stage(_usual.Path)));
    }

    [Fact]
    public async Task NamedFile_OfAnotherUsersGateway_IsKnownByItsFolder()
    {
        var features = Path.Combine(_gateway.Folder, "features.json");

        var run = await RollBackAsync(_gateway.Management, state: _usual.Path, "--features", features, "--json");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(_gateway.ProcessId, (int?)JsonNode.Parse(run.Output)!["gateway"]!["process_id"]);
        Assert.Equal("legacy", Stage(_gateway.Folder));
    }

    /// <summary>The gateway of this machine is not the one of another, though both have the usual port.</summary>
    [Fact]
    public async Task GatewayOfAnotherMachine_IsNotThisOne()
    {
        var run = await RollBackAsync(new Uri($"http://gateway.example:{_gateway.Management.Port}"), State, "--features", Path.Combine(_gateway.Folder, "features.json"));

        Assert.True(run.ExitCode == 4, run.ToString());
    }

    [Fact]
    public async Task KilledGateway_IsNotTakenForARunningOne()
    {
        await _gateway.KillAsync(Token);
        Assert.NotEmpty(Directory.EnumerateFiles(_gateway.Folder, "gateway-*.state"));

        var run = await RollBackAsync(_gateway.Management, State, "--features", Path.Combine(_gateway.Folder, "features.json"));

        Assert.True(run.ExitCode == 4, run.ToString());
        Assert.Equal("legacy", Stage(_gateway.Folder));
    }

    private string State => Path.Combine(_gateway.Folder, "state");

    private Task<ProgramOutput> RollBackAsync(Uri management) => RollBackAsync(management, State);

    private Task<ProgramOutput> RollBackAsync(Uri management, string state, params string[] options) => RollBackAsync(management, state, _usual.Path, options);

    private static Task<ProgramOutput> RollBackAsync(Uri management, string state, string usual, string[] options, string? named = null, bool isElsewhere = false) => CutoverProgram.RunAsync(
        new Dictionary<string, string?> { ["STRANGLER_MANAGEMENT"] = management.ToString(), ["STRANGLER_USUAL_CONFIG"] = usual, ["STRANGLER_STATE"] = state, ["STRANGLER_CONFIG"] = named },
        isElsewhere ? ["unshare", "--user", "--map-root-user", "--net"] : [],
        ["rollback", "--all", "--reason", "3 a.m.", "--offline", .. options],
        Token);

    private static string Stage(string folder) => FeaturesFile.Load(Path.Combine(folder, "features.json")).Stages["status"];

    private static JsonNode? Status(JsonNode board) => board["routes"]!.AsArray().First(route => (string?)route!["route"] == "status")!["stage"];
}
