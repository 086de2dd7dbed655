using System.Text.Json;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.CommandLine;

public sealed class ReplayTests : IDisposable
{
    private const string Archive = """
        {"log":{"version":"1.2","entries":[
          {"startedDateTime":"2026-11-22T10:00:00Z","request":{"method":"GET","url":"http://127.0.0.1:9090/api/status?x=%2f","headers":[{"name":"Cookie","value":"a=b"},{"name":"Authorization","value":"Bearer recorded"}]}},
          {"startedDateTime":"2026-11-22T10:00:01Z","request":{"method":"POST","url":"http://127.0.0.1:9090/api/pause","headers":[]}},
          {"startedDateTime":"2026-11-22T10:00:02Z","request":{"method":"POST","url":"http://127.0.0.1:9090/api/connect","headers":[{"name":"Content-Type","value":"application/json"}],
           "postData":{"mimeType":"application/json","text":"{\"host\":\"h\"}"}}},
          {"startedDateTime":"2026-11-22T10:00:03Z","request":{"method":"GET","url":"https://elsewhere.example/font","headers":[]}}]}}
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string _archive;

    public ReplayTests()
    {
        _archive = _folder.Combine("session.har");
        File.WriteAllText(_archive, Archive);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Har_SendsWhatChangesNothing_WithoutCredentials()
    {
        await using var side = await ManagementStub.StartAsync(200, "{}", Token);
        var run = await RunAsync(side.Address, side.Address, "--har", _archive, "--speed", "100");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("2 match, 2 not sent.", run.Output, StringComparison.Ordinal);
        Assert.Contains("POST of connect may change something; --unsafe sends it", run.Output, StringComparison.Ordinal);
        Assert.Equal(["GET /api/status?x=%2f", "GET /api/status?x=%2f", "POST /api/pause", "POST /api/pause"], side.Calls.Select(call => call.Line).Order());
        Assert.All(side.Calls, call => Assert.Null(call.Authorization));
    }

    [Fact]
    public async Task Har_UnsafeWithCredentials_SendsAllOfItsOrigin()
    {
        await using var side = await ManagementStub.StartAsync(200, "{}", Token);
        var run = await RunAsync(side.Address, side.Address, "--har", _archive, "--unsafe", "--with-credentials", "--rate", "100", "--concurrency", "2");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(2, side.Calls.Count(call => call is { Line: "POST /api/connect", Body: """{"host":"h"}""", ContentType: "application/json" }));
        Assert.Equal(2, side.Calls.Count(call => call.Authorization == "Bearer recorded"));
    }

    [Fact]
    public async Task Har_MostLeftOut_IsCode5_WithAWarning()
    {
        await File.WriteAllTextAsync(_archive, """
            {"log":{"entries":[null,{"request":{"method":"GET","url":"data:,x"}},{"request":{"method":"GET","url":"http://a/api/status"}}]}}
            """, Token);
        await using var side = await ManagementStub.StartAsync(200, "{}", Token);
        var run = await RunAsync(side.Address, side.Address, "--har", _archive);

        Assert.True(run.ExitCode == 5, run.ToString());
        Assert.Contains("1 match, 2 not sent.", run.Output, StringComparison.Ordinal);
        Assert.Contains("warning: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("2 of 3 entries are left out", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Har_MostHeldBackAsUnsafe_IsCode5_WithAWarning()
    {
        const string stop = """{"request":{"method":"POST","url":"http://a/api/stop"}}""";
        await File.WriteAllTextAsync(_archive, $$$"""{"log":{"entries":[{{{stop}}},{{{stop}}},{"request":{"method":"GET","url":"http://a/api/status"}}]}}""", Token);
        await using var side = await ManagementStub.StartAsync(200, "{}", Token);
        var run = await RunAsync(side.Address, side.Address, "--har", _archive);

        Assert.True(run.ExitCode == 5, run.ToString());
        Assert.Contains("2 of 3 entries are left out (2: POST of stop may change something; --unsafe sends it)", run.Error, StringComparison.Ordinal);
    }

    /// <summary>A browser's session often begins with a redirect from another server.</summary>
    [Fact]
    public async Task Har_ThatBeginsElsewhere_PlaysTheMostFrequentOrigin_OrTheChosenOne()
    {
        await File.WriteAllTextAsync(_archive, """
            {"log":{"entries":[{"request":{"method":"GET","url":"https://login.example/api/version"}},
             {"request":{"method":"GET","url":"http://A.example/api/status"}},{"request":{"method":"GET","url":"http://a.example:80/api/health"}}]}}
            """, Token);
        await using var side = await ManagementStub.StartAsync(200, "{}", Token);

        var usual = await RunAsync(side.Address, side.Address, "--har", _archive);
        Assert.True(usual.ExitCode == 0, usual.ToString());
        Assert.Contains("2 match, 1 not sent.", usual.Output, StringComparison.Ordinal);
        Assert.Contains("Sent are the requests to http://a.example;", usual.Error, StringComparison.Ordinal);

        var chosen = await RunAsync(side.Address, side.Address, "--har", _archive, "--origin", "https://login.example:443");
        Assert.True(chosen.ExitCode == 0, chosen.ToString());
        Assert.Contains("1 match, 2 not sent.", chosen.Output, StringComparison.Ordinal);
        Assert.Equal(2, side.Calls.Count(call => call.Line == "GET /api/version"));
    }

    [Fact]
    public async Task Stored_RepeatsTheGatewaysExamples()
    {
        await using var legacy = await ManagementStub.StartAsync(200, """{"unlike":"status"}""", Token);
        await using var gateway = await GatewayProcess.StartAsync(new GatewayOptions(legacy.Address) { Stages = new Dictionary<string, string> { ["status"] = "live" } }, Token);
        using var client = new HttpClient();
        await client.GetStringAsync(new Uri(gateway.Public, "/api/status?kept=1"), Token);
        await Eventually.GetAsync(
            () => client.GetStringAsync(new Uri(gateway.Management, "/api/reports"), Token), report => report.Contains("kept=1", StringComparison.Ordinal), Token);

        var result = _folder.Combine("result.json");
        var run = await RunAsync(legacy.Address, gateway.Public, "--stored", "--management", $"{gateway.Management}", "--route", "status", "--json", result);

        Assert.True(run.ExitCode == 1, run.ToString());
        var cases = JsonElement.Parse(await File.ReadAllTextAsync(result, Token)).GetProperty("cases").EnumerateArray().ToList();
        Assert.All(cases, one => Assert.Equal("/api/status?kept=1", one.GetProperty("target").GetString()));
        Assert.Contains(cases, one => one.GetProperty("outcome").GetString() == "diverged");
    }

    [Theory]
    [InlineData("", "one of --har FILE, --corpus FOLDER and --stored")]
    [InlineData("--stored --har x.har", "one of --har FILE, --corpus FOLDER and --stored")]
    [InlineData("--corpus tests/Corpus --speed 2", "--rate limits it")]
    [InlineData("--stored --origin http://a", "--origin needs --har")]
    [InlineData("--har x.har --rate 0", "0.1 to 1000")]
    [InlineData("--har x.har --speed 1001", "0.1 to 1000")]
    [InlineData("--har no-such.har", "no-such.har: there is no such file")]
    public async Task BadInput_IsCode2(string arguments, string said)
    {
        var nobody = new Uri("http://127.0.0.1:1");
        var run = await RunAsync(nobody, nobody, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    private static Task<ProgramOutput> RunAsync(Uri legacy, Uri modern, params string[] more) =>
        CutoverProgram.RunAsync(["replay", "--legacy", $"{legacy}", "--modern", $"{modern}", "--timeout", "300", .. more], Token);
}
