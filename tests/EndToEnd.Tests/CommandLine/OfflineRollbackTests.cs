using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.CommandLine;

public sealed class OfflineRollbackTests : IDisposable
{
    private const string Features = """
        // Written by hand, with comments and a trailing comma.
        { "feature_management": { "feature_flags": [
            { "id": "legacy-only", "enabled": false },
            { "id": "cutover.status",   "enabled": true, // went well
              "variants": [{ "name": "legacy" }, { "name": "live" }],
              "allocation": { "default_when_enabled":   "live" } },
            { "id": "cutover.health", "enabled": true, "allocation": { "default_when_enabled": "shadow" } },
            { "id": "cutover.stop", "enabled": true, "allocation": { "default_when_enabled": "legacy" } },
        ] } }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly ReservedPort _nobody = new();
    private readonly string _features;

    public OfflineRollbackTests()
    {
        _features = _folder.Combine("features.json");
        File.WriteAllText(_features, Features);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _nobody.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task RollbackAll_NobodyListening_EditsTheValuesAndNothingElse()
    {
        var run = await RunAsync(_nobody.Port, "rollback", "--all", "--reason", "3 a.m.");

        Assert.True(run.ExitCode == 4, run.ToString());
        Assert.Equal($"status: live > legacy\nhealth: shadow > legacy\nWritten to {_features}.\n", run.Output);
        Assert.Contains("Editing features.json instead.", run.Error, StringComparison.Ordinal);
        Assert.Contains($"no running gateway was seen to read {_features}", run.Error, StringComparison.Ordinal);
        var expected = Features.Replace("  \"live\" }", "  \"legacy\" }", StringComparison.Ordinal).Replace("\"shadow\"", "\"legacy\"", StringComparison.Ordinal);
        Assert.Equal(expected, await File.ReadAllTextAsync(_features, Token));
        Assert.Single(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public async Task RollbackOfOneRoute_LeavesTheOthers()
    {
        var run = await RunAsync(_nobody.Port, "rollback", "health", "--reason", "x", "--json");

        Assert.True(run.ExitCode == 4, run.ToString());
        Assert.Equal(
            $$"""{"changes":[{"route":"health","before":"shadow","after":"legacy"}],"features":"{{_features.Replace(@"\", @"\\", StringComparison.Ordinal)}}","gateway":null}""" + "\n", run.Output);
        Assert.Equal(Features.Replace("\"shadow\"", "\"legacy\"", StringComparison.Ordinal), await File.ReadAllTextAsync(_features, Token));
    }

    [Fact]
    public async Task Rollback_OfASilentGateway_DoesNotWaitForIt()
    {
        _nobody.Open();
        var run = await RunAsync(_nobody.Port, "rollback", "--all", "--reason", "x", "--timeout", "0.2");

        Assert.True(run.ExitCode == 4, run.ToString());
        Assert.Contains("did not answer within 0.2 s", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\"live\" }\n", await File.ReadAllTextAsync(_features, Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rollback nope --reason x", "no route 'nope'; it has status, health, stop")]
    [InlineData("rollback --all --reason x --features missing.json", "--features")]
    public async Task Rollback_ThatCannotBeDone_SaysWhatToDo(string commandLine, string said)
    {
        var run = await RunAsync(_nobody.Port, commandLine.Split(' '));

        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.Equal(Features, await File.ReadAllTextAsync(_features, Token));
    }

    [Fact]
    public async Task Rollback_OfABrokenFile_LeavesItAlone()
    {
        await File.WriteAllTextAsync(_features, "{ \"feature_management\": ", Token);
        var run = await RunAsync(_nobody.Port, "rollback", "--all", "--reason", "x");

        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Contains("--legacy-flask-proxy", run.Error, StringComparison.Ordinal);
        Assert.Equal("{ \"feature_management\": ", await File.ReadAllTextAsync(_features, Token));
    }

    [Fact]
    public async Task Rollback_Refused_DoesNotTouchTheFile()
    {
        await using var gateway = await ManagementStub.StartAsync(401, """{"error":"no token"}""", Token);
        var run = await RunAsync(gateway.Address.Port, "rollback", "--all", "--reason", "x");

        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Equal(Features, await File.ReadAllTextAsync(_features, Token));
    }

    [Fact]
    public async Task RollbackOffline_DoesNotAskTheGateway()
    {
        await using var gateway = await ManagementStub.StartAsync(200, "{}", Token);
        var run = await RunAsync(gateway.Address.Port, "rollback", "status", "--reason", "x", "--offline");

        Assert.True(run.ExitCode == 4, run.ToString());
        Assert.Empty(gateway.Calls);
    }

    private Task<ProgramOutput> RunAsync(int port, params string[] arguments) => CutoverProgram.RunAsync(
        new Dictionary<string, string?> { ["STRANGLER_MANAGEMENT"] = $"http://127.0.0.1:{port}", ["STRANGLER_FEATURES"] = _features }, Token, arguments);
}
