using System.Text.Json;
using System.Xml.Linq;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.CommandLine;

public sealed class ParityTests : IDisposable
{
    private static readonly string Seed = RepositoryRoot.Combine("tests", "Corpus");

    private static readonly string[] Rules =
        ["--rules", RepositoryRoot.Combine("rules.json"), "--rules", RepositoryRoot.Combine("deploy", "rules", "two-installations.json")];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    /// <summary>A Flask of its own behind the gateway: what a module does must not be seen by the other side. With backup servers, too, each has its own.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SeedCorpus_AllModulesAtLive_AreAtParityWithTheReferenceFlask(bool backupServersRun)
    {
        using var nobody = new ReservedPort();
        await using var backupServer = backupServersRun ? await BackupServer.StartAsync(new(), Token) : null;
        await using var backupServerBehind = backupServersRun ? await BackupServer.StartAsync(new(), Token) : null;
        await using var legacy = await LegacyServer.StartAsync(Options(backupServer), Token);
        await using var behind = await LegacyServer.StartAsync(Options(backupServerBehind), Token);
        await using var gateway = await GatewayProcess.StartAsync(
            new GatewayOptions(behind.Address)
            {
                Stages = GatewayFolder.Modules.ToDictionary(route => route, _ => "live"),
                Settings = new Dictionary<string, string> { ["Services:BackupServerPort"] = $"{Options(backupServerBehind).BackupPort}", ["Services:LegacyRoot"] = behind.Root },
            },
            Token);

        var run = await CutoverProgram.RunAsync([
            "parity", "--corpus", Seed, "--legacy", $"{legacy.Address}", "--modern", $"{gateway.Public}", "--json", Json, "--junit", JUnit, "--timeout", "300",
            "--routes", RepositoryRoot.Combine("yarp.json"), .. Rules], Token);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Matches(@"api_connect\.json: .* connect +differs on purpose: Q9", run.Output);
        // Flask's Allow is a set's, in another order with each start: about a hundred cases match or differ on purpose by that.
        Assert.True(Total("match") > 250 && Total("on-purpose") > 50, run.ToString());
        Assert.Equal(0, Total("diverged") + Total("unable") + Total("not-comparable"));
        Assert.Equal("0", XDocument.Load(JUnit).Root!.Attribute("failures")!.Value);

        LegacyOptions Options(BackupServer? server) => new() { BackupPort = server?.Port ?? nobody.Port, Root = server?.Root, ConnectionLimit = null };
    }

    /// <summary>The same backups on both sides, each with a backup server of its own: modern's traces are legacy's, but for what is meant.</summary>
    [Fact]
    public async Task Jobs_OnBothSides_LeaveTheSameTraces_AndTheGateTakesThemDown()
    {
        await using var backupServer = await BackupServer.StartAsync(new(), Token);
        await using var backupServerBehind = await BackupServer.StartAsync(new(), Token);
        await using var legacy = await LegacyServer.StartAsync(new LegacyOptions { BackupPort = backupServer.Port, Root = backupServer.Root, ConnectionLimit = null }, Token);
        await using var behind = await LegacyServer.StartAsync(new LegacyOptions { BackupPort = backupServerBehind.Port, Root = backupServerBehind.Root, ConnectionLimit = null }, Token);
        await using var gateway = await GatewayProcess.StartAsync(
            new GatewayOptions(behind.Address)
            {
                Stages = GatewayFolder.Modules.ToDictionary(route => route, _ => "live"),
                Settings = new Dictionary<string, string> { ["Services:BackupServerPort"] = $"{backupServerBehind.Port}", ["Services:LegacyRoot"] = behind.Root },
            },
            Token);

        string[] Jobs(Uri modern) =>
        [
            "parity", "--jobs", "2", "--legacy", $"{legacy.Address}", "--modern", $"{modern}", "--management", $"{gateway.Management}", "--record", "--json", Json,
            "--routes", RepositoryRoot.Combine("yarp.json"), .. Rules,
        ];
        var run = await CutoverProgram.RunAsync(Jobs(gateway.Public), Token);
        var inModernsPlace = await CutoverProgram.RunAsync(Jobs(behind.Address), Token);
        var report = await CutoverProgram.RunAsync(gateway.Management, Token, "report", "job_status", "--format", "markdown");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Matches(@"job 2: order of phases +job_status +(match|differs on purpose: Q24)", run.Output);
        Assert.Matches(@"job 2: events +realtime +differs on purpose: Q1", run.Output);
        Assert.Contains("The gateway has taken down the traces of start_backup, job_status, job_perf, cancel_job, received_files, realtime", run.Error, StringComparison.Ordinal);
        Assert.Contains("Traced jobs a side: 2", report.Output, StringComparison.Ordinal);
        Assert.True(inModernsPlace.ExitCode == 1 && inModernsPlace.Error.Contains("prove nothing", StringComparison.Ordinal), inModernsPlace.ToString());
    }

    /// <summary>As ./run.sh has it: one Flask, one backup server, one folder of received files for both sides; and no rules are named.</summary>
    [Fact]
    public async Task Jobs_OnOneInstallation_AreToldApart()
    {
        await using var backupServer = await BackupServer.StartAsync(new(), Token);
        await using var legacy = await LegacyServer.StartAsync(new LegacyOptions { BackupPort = backupServer.Port, Root = backupServer.Root, ConnectionLimit = null }, Token);
        await using var gateway = await GatewayProcess.StartAsync(
            new GatewayOptions(legacy.Address)
            {
                Stages = GatewayFolder.Modules.ToDictionary(route => route, _ => "live"),
                Settings = new Dictionary<string, string> { ["Services:BackupServerPort"] = $"{backupServer.Port}", ["Services:LegacyRoot"] = legacy.Root },
            },
            Token);

        var run = await CutoverProgram.RunAsync(["parity", "--jobs", "2", "--legacy", $"{legacy.Address}", "--modern", $"{gateway.Public}", "--routes", RepositoryRoot.Combine("yarp.json")], Token);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Matches(@"job 2: receipt +received_files +match", run.Output);
        Assert.Matches(@"job 2: events +realtime +differs on purpose: Q1", run.Output);
    }

    [Fact]
    public async Task WrongSide_IsNamedWithPlaceAndKind_AndCode1()
    {
        await using var legacy = await ManagementStub.StartAsync(200, """{"success":true,"count":1}""", Token);
        await using var modern = await ManagementStub.StartAsync(200, """{"success":"true","count":1}""", Token);

        var run = await RunAsync(Corpus("""{"cases":[{"name":"wrong","target":"/api/test"}]}"""), legacy.Address, modern.Address, "--json", Json, "--junit", JUnit);

        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Matches(@"\na\.json: wrong +test +diverged +body /success, type: true > ""true"" *\n1 cases in .* 1 diverged\.\n", run.Output);
        var divergence = Result.GetProperty("cases")[0].GetProperty("divergences")[0];
        Assert.Equal(("body /success", "type", "true", "\"true\""), (Text(divergence, "path"), Text(divergence, "kind"), Text(divergence, "legacy_value"), Text(divergence, "modern_value")));
        var failure = XDocument.Load(JUnit).Descendants("failure").Single();
        Assert.Equal("body /success, type: true > \"true\"", failure.Attribute("message")!.Value);
        Assert.Equal("parity.test", failure.Parent!.Attribute("classname")!.Value);
    }

    [Fact]
    public async Task Json_WithoutAFile_IsStandardOutput()
    {
        await using var side = await ManagementStub.StartAsync(200, "{}", Token);
        var run = await RunAsync(Corpus("""{"cases":[{"name":"x","target":"/api/test"}]}"""), side.Address, side.Address, "--json");

        Assert.True(run.ExitCode == 0, run.ToString());
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(1, json.RootElement.GetProperty("parity").GetDouble());
        Assert.Equal(2, side.Calls.Count);
    }

    [Theory]
    [InlineData("legacy")]
    [InlineData("modern")]
    public async Task SideThatRefuses_IsCode3_AndNothingIsSent(string down)
    {
        using var nobody = new ReservedPort();
        await using var up = await ManagementStub.StartAsync(200, "{}", Token);
        var refusing = new Uri($"http://127.0.0.1:{nobody.Port}");

        var run = await RunAsync(Seed, down == "legacy" ? refusing : up.Address, down == "modern" ? refusing : up.Address);

        Assert.True(run.ExitCode == 3, run.ToString());
        Assert.Contains($"{down} at http://127.0.0.1:{nobody.Port} cannot be reached", run.Error, StringComparison.Ordinal);
        Assert.Empty(up.Calls);
    }

    /// <summary>It would cover nothing, without a word. The gateway refuses it in the same words.</summary>
    [Fact]
    public async Task RuleOfARouteThatIsNone_IsCode2_AndNothingIsSent()
    {
        await using var side = await ManagementStub.StartAsync(200, "{}", Token);
        var rules = _folder.Combine("misspelt.json");
        await File.WriteAllTextAsync(rules, """{ "rules": [ { "name": "x", "kind": "volatile", "route": "statsu", "at": "body /a", "action": "ignore", "reason": "r", "owner": "o" } ] }""", Token);

        var run = await CutoverProgram.RunAsync(
            ["parity", "--corpus", Corpus("""{"cases":[{"name":"x","target":"/api/test"}]}"""), "--legacy", $"{side.Address}", "--modern", $"{side.Address}", "--routes", RepositoryRoot.Combine("yarp.json"), "--rules", rules], Token);

        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Contains("there is no route 'statsu'; did you mean 'status'?", run.Error, StringComparison.Ordinal);
        Assert.Empty(side.Calls);
    }

    [Theory]
    [InlineData("--concurrency 0", "1 to 64")]
    [InlineData("--concurrency 65", "1 to 64")]
    [InlineData("--timeout 0", "0.1 to 300")]
    [InlineData("--route nope", "no case of the route nope; it has test")]
    [InlineData("--rules missing.json", "there is no such file")]
    [InlineData("--junit no/such/folder/x.xml", "there is no folder")]
    [InlineData("--corpus nowhere", "there is no folder nowhere")]
    [InlineData("--modern nonsense", "no address such as")]
    public async Task BadInput_IsCode2_AndNothingIsSent(string arguments, string said)
    {
        await using var side = await ManagementStub.StartAsync(200, "{}", Token);
        var given = arguments.Split(' ');
        var usual = new Dictionary<string, string>
        {
            ["--corpus"] = Corpus("""{"cases":[{"name":"x","target":"/api/test"}]}"""),
            ["--legacy"] = $"{side.Address}",
            ["--modern"] = $"{side.Address}",
        };
        usual[given[0]] = given[1];

        var run = await CutoverProgram.RunAsync(["parity", .. usual.SelectMany(option => new[] { option.Key, option.Value })], Token);

        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.Empty(side.Calls);
    }

    [Fact]
    public async Task Interruption_WritesWhatWasDone()
    {
        // The command treats SIGTERM as Ctrl-C, which shells let background processes ignore.
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no Ctrl-C for a process without a console of its own.");
        using var silent = new ReservedPort();
        silent.Open();
        await using var legacy = await ManagementStub.StartAsync(200, "{}", Token);
        await using var process = ChildProcess.Start(
            "dotnet",
            [CutoverProgram.Program, "parity", "--corpus", Seed, "--legacy", $"{legacy.Address}", "--modern", $"http://127.0.0.1:{silent.Port}", "--timeout", "300", "--json", Json],
            RepositoryRoot.Path);

        // One connection only looks whether anybody listens; the second one carries the first case.
        using var look = await silent.AcceptAsync(Token);
        using var first = await silent.AcceptAsync(Token);
        await using var kill = ChildProcess.Start("kill", ["-TERM", $"{process.Id}"], _folder.Path);

        Assert.Equal(1, await process.ExitCodeAsync(Token));
        Assert.Contains("Interrupted after 0 of ", process.Output, StringComparison.Ordinal);
        Assert.True(Result.GetProperty("interrupted").GetBoolean());
    }

    private string Json => _folder.Combine("result.json");

    private string JUnit => _folder.Combine("result.xml");

    private JsonElement Result => JsonElement.Parse(File.ReadAllText(Json));

    private int Total(string outcome) => Result.GetProperty("totals").GetProperty(outcome).GetInt32();

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();

    private string Corpus(string json)
    {
        var folder = Directory.CreateDirectory(_folder.Combine("corpus")).FullName;
        File.WriteAllText(Path.Combine(folder, "a.json"), json);
        return folder;
    }

    private static Task<ProgramOutput> RunAsync(string corpus, Uri legacy, Uri modern, params string[] more) =>
        CutoverProgram.RunAsync(["parity", "--corpus", corpus, "--legacy", $"{legacy}", "--modern", $"{modern}", "--timeout", "300", .. more], Token);
}
