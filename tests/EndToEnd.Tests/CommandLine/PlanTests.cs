using System.Text.Json;
using System.Text.Json.Nodes;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.CommandLine;

/// <summary>Plans by the real command, against a real gateway, which is killed among them.</summary>
public sealed class PlanTests
{
    private const string Plans = """
        "plans": { "quick": { "steps": [
          { "stage": "shadow", "hold": "00:00:02" }, { "stage": "canary", "percentage": 1, "hold": "00:00:02" }, { "stage": "canary", "percentage": 5, "hold": "00:00:02" },
          { "stage": "canary", "percentage": 25, "hold": "00:00:02" }, { "stage": "live" }] } },
        """;

    /// <summary>Where the gateway was killed between a step and its entry in the audit: that has the time of the next start.</summary>
    private const string FoundLater = "features.json";

    /// <summary>The audit's times are a little later than the moves.</summary>
    private static readonly TimeSpan AlmostTheHold = TimeSpan.FromSeconds(1.9);

    private static readonly string[] Chain = ["legacy > shadow", "shadow > canary 1 %", "canary 1 % > canary 5 %", "canary 5 % > canary 25 %", "canary 25 % > live"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Promote_WalksToTheEnd_AndTheCommandShowsIt()
    {
        using var folder = Folder();
        await using var gateway = await StartAsync(folder);

        var dry = await RunAsync(gateway, "promote", "status", "--plan", "quick", "--dry-run");
        Assert.StartsWith(
            "status: plan quick\n  1  shadow for 00:00:02\n  2  canary 1 % for 00:00:02\n  3  canary 5 % for 00:00:02\n  4  canary 25 % for 00:00:02\n  5  live\n  the promotion gate says now: comparisons: ",
            dry.Output, StringComparison.Ordinal);

        var started = await RunAsync(gateway, "promote", "status", "health", "--plan", "quick", "--force", "--reason", "a trial");
        Assert.Contains("status: plan quick running at step 1 of 5 (shadow), 00:00:0", started.Output, StringComparison.Ordinal);
        Assert.Contains("health: plan quick running at step 1 of 5 (shadow), 00:00:0", started.Output, StringComparison.Ordinal);

        var paused = await RunAsync(gateway, "plan", "pause", "health", "--reason", "the weekend");
        Assert.Matches("^health: plan quick paused at step [1-5] of 5 .*, forced: .*: the weekend\n$", paused.Output);
        Assert.Contains("health: plan quick paused at step ", (await RunAsync(gateway, "status")).Output, StringComparison.Ordinal);

        await Eventually.IsTrueAsync(async () => (await RunAsync(gateway, "plans")).Output.Contains("status: plan quick done at step 5 of 5 (live), forced\n", StringComparison.Ordinal), Token);
        Assert.Contains("health: plan quick aborted at step ", (await RunAsync(gateway, "plan", "abort", "health", "--reason", "enough")).Output, StringComparison.Ordinal);
        Assert.Contains("  default: shadow for 01:00:00, canary 1 % for 00:30:00, canary 5 % for 01:00:00, canary 25 % for 02:00:00, live\n", (await RunAsync(gateway, "plans")).Output, StringComparison.Ordinal);
        Assert.Equal(Chain, await ChainAsync(gateway));
    }

    [Fact]
    public async Task Refusals_AreOneLineAndNothingBegins()
    {
        using var folder = Folder();
        await using var gateway = await StartAsync(folder);

        foreach (var (line, said) in new[]
                 {
                     ("promote stauts --reason x", "There is no route 'stauts'; did you mean 'status'?"),
                     ("promote status --plan quik --reason x", "There is no plan 'quik'; did you mean 'quick'?"),
                     ("plan resume status --reason x", "The route 'status' has no plan under way."),
                 })
        {
            var run = await CutoverProgram.RunAsync(gateway.Management, Token, line.Split(' '));
            Assert.Equal(1, run.ExitCode);
            Assert.Contains(said, Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        }

        Assert.Empty(await ChainAsync(gateway));
    }

    /// <summary>Killed at whatever moment, again and again: each step is taken once, in its order, and none before the one before it has held.</summary>
    [Fact]
    public async Task Kills_InTheMiddle_ThePlanGoesOnAndNeverJumps()
    {
        using var folder = Folder();
        var random = new Random(13);
        var gateway = await StartAsync(folder);
        try
        {
            await RunAsync(gateway, "promote", "status", "--plan", "quick", "--force", "--reason", "a trial");
            for (var kill = 0; kill < 6 && await StateAsync(gateway) == "running"; kill++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 3_500)), TimeProvider.System, Token);
                await gateway.KillAsync(Token);
                await gateway.DisposeAsync();
                gateway = await StartAsync(folder);
            }

            await Eventually.IsTrueAsync(async () => await StateAsync(gateway) == "done", Token);
            Assert.Equal(Chain, await ChainAsync(gateway));
            var moves = (await MovesAsync(gateway)).ToList();
            Assert.All(moves.Zip(moves.Skip(1)).Where(pair => (string?)pair.First!["who"] != FoundLater), pair => Assert.True(At(pair.Second) - At(pair.First) >= AlmostTheHold, $"{pair.First} {pair.Second}"));
        }
        finally
        {
            await gateway.DisposeAsync();
        }
    }

    private static TemporaryFolder Folder()
    {
        var folder = new TemporaryFolder();
        GatewayFolder.Fill(folder.Path);
        var text = File.ReadAllText(folder.Combine("features.json"));
        File.WriteAllText(folder.Combine("features.json"), text.Insert(text.IndexOf('{', StringComparison.Ordinal) + 1, Plans));
        return folder;
    }

    private static Task<GatewayProcess> StartAsync(TemporaryFolder folder) => GatewayProcess.StartAsync(new(new Uri("http://127.0.0.1:9")) { Folder = folder.Path }, Token);

    private static async Task<ProgramOutput> RunAsync(GatewayProcess gateway, params string[] arguments)
    {
        var run = await CutoverProgram.RunAsync(gateway.Management, Token, arguments);
        Assert.True(run.ExitCode == 0, run.ToString());
        return run;
    }

    private static async Task<string?> StateAsync(GatewayProcess gateway) =>
        (string?)(await GetAsync(gateway, "/api/plans"))["routes"]!.AsArray().Single(plan => (string?)plan!["route"] == "status")!["state"];

    /// <summary>The moves of the route, oldest first.</summary>
    private static async Task<IReadOnlyList<string>> ChainAsync(GatewayProcess gateway) => [.. (await MovesAsync(gateway)).Select(entry => $"{entry!["before"]} > {entry["after"]}")];

    private static DateTimeOffset At(JsonNode? entry) => entry!["at"]!.GetValue<DateTimeOffset>();

    private static async Task<IEnumerable<JsonNode?>> MovesAsync(GatewayProcess gateway) =>
        (await GetAsync(gateway, "/api/audit?route=status"))["entries"]!.AsArray().Where(entry => (string?)entry!["before"] != (string?)entry["after"]).Reverse();

    private static async Task<JsonNode> GetAsync(GatewayProcess gateway, string path)
    {
        using var client = new HttpClient { BaseAddress = gateway.Management };
        return JsonNode.Parse(await client.GetStringAsync(path, Token)) ?? throw new JsonException();
    }
}
