using System.Text.Json.Nodes;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.CommandLine;

public sealed class TruthTests
{
    private const string Report = """
        {"state":"over","seed":7,"started_at":"2026-11-29T08:00:00Z","ends_at":"2026-11-29T08:01:00Z","build":"b1","rules":"r1","public_address":null,"skipped":0,
        "faults":4,"found":3,"rare":2,"rare_found":1,"variations":2,"alarms":1,"recall":0.75,"precision":0.75,"routes":[{"route":"status","exchanges":9,"faults":4,"found":3,"variations":2,"alarms":1,
        "recall":0.75,"precision":0.75,"kinds":[{"kind":"type","faults":4,"found":3,"recall":0.75}],
        "missed":[{"fault":"a number as a text","kind":"type","side":"modern","status":200,"place":"body /a","shown":5,"why":{"rule: any":4,"transient":1}}],
        "false_alarms":[{"variation":"Vary twice","side":"legacy","named_as":"value header Vary"}]}]}
        """;

    private static readonly string[] Routes = ["server_info", "connection_health", "cancelable_jobs"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Truth_OfLiveTraffic_StartsWaitsStops_AndSaysWhatWasMissedAndWhy()
    {
        await using var gateway = await ManagementStub.StartAsync(200, Report, Token);
        var run = await CutoverProgram.RunAsync(gateway.Address, Token, "truth", "--for", "1", "--seed", "7", "--kind", "type", "--route", "status", "--side", "modern", "--who", "ana");

        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Contains("status  9          4       3      75.00 %  2           1             75.00 %    type 3/4", run.Output, StringComparison.Ordinal);
        Assert.Contains("rule: any (4); transient (1)", run.Output, StringComparison.Ordinal);
        Assert.Contains("not counted: 2, of which found 1", run.Output, StringComparison.Ordinal);
        Assert.Contains("Vary twice", run.Output, StringComparison.Ordinal);
        Assert.Equal(["POST /api/trial", "POST /api/trial/stop"], gateway.Calls.Select(call => call.Line));
        var body = JsonNode.Parse(gateway.Calls.First().Body)!;
        Assert.Equal(("ana", 7, 500, 61, "modern", "type", "status"), ((string?)body["who"], (int?)body["seed"], (int?)body["faults"], (int?)body["seconds"], (string?)body["side"], (string?)body["kinds"]![0], (string?)body["routes"]![0]));
    }

    [Theory]
    [InlineData("0.75", 0)]
    [InlineData("0.76", 1)]
    public async Task Truth_AtTheFloor_EndsWith0(string min, int expected)
    {
        await using var gateway = await ManagementStub.StartAsync(200, Report, Token);
        var run = await CutoverProgram.RunAsync(gateway.Address, Token, "truth", "--for", "1", "--min", min, "--json");
        Assert.True(run.ExitCode == expected, run.ToString());
        Assert.Equal(3, (int?)JsonNode.Parse(run.Output)!["found"]);
    }

    [Theory]
    [InlineData("--faults: '0' is not an integer from 1 to 20000", "--faults", "0")]
    [InlineData("--for: '3601' is not an integer from 0 to 3600", "--for", "3601")]
    [InlineData("--min: '1.5' is not a number from 0 to 1", "--min", "1.5")]
    [InlineData("truth takes one of --corpus FOLDER, --har FILE and --for SECONDS", "--for", "5", "--har", "x.har")]
    [InlineData("there is no folder nowhere", "--corpus", "nowhere")]
    public async Task Truth_ThatMakesNoSense_IsBadUsage(string said, params string[] arguments)
    {
        var run = await CutoverProgram.RunAsync(["truth", "--routes", RepositoryRoot.Combine("yarp.json"), .. arguments], Token);
        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    /// <summary>A corpus through the real gateway, with the reference Flask behind it.</summary>
    [Theory]
    [InlineData("shadow")]
    [InlineData("live")]
    public async Task Truth_OfACorpus_FindsNearlyAllFaults(string stage)
    {
        await using var legacy = await LegacyServer.StartAsync(new LegacyOptions(), Token);
        await using var gateway = await GatewayProcess.StartAsync(
            new GatewayOptions(legacy.Address)
            {
                Stages = GatewayFolder.Modules.ToDictionary(route => route, _ => stage),
                Settings = new Dictionary<string, string> { ["Services:LegacyRoot"] = legacy.Root },
            },
            Token);

        string[] arguments = ["truth", "--min", "0.99", "--corpus", RepositoryRoot.Combine("tests", "Corpus"), "--routes", RepositoryRoot.Combine("yarp.json"), "--repeat", "4", "--json", .. Routes.SelectMany(route => new[] { "--route", route })];
        var run = await CutoverProgram.RunAsync(gateway.Management, Token, arguments);

        Assert.True(run.ExitCode == 0, run.ToString());
        var report = JsonNode.Parse(run.Output)!;
        Assert.True((long)report["faults"]! > 100 && (long)report["variations"]! > 30, run.ToString());
    }
}
