namespace Strangler.EndToEnd.Tests.CommandLine;

public sealed class ReportTests
{
    private const string Report = """
        {"routes":[{"route":"health","eligible":10,"compared":8,"matched":5,"diverged":2,"on_purpose":1,"unable":0,"uncompared":{"timeout":2},"parity":0.75,"coverage":0.8,
        "legacy":{"p50_ms":1,"p95_ms":2,"count":10},"modern":null,"suppressed":[{"rule":"clock","count":8,"last_seen":"2026-11-23T15:00:00Z"}],"divergences":[{"fingerprint":"f1","kind":"type","path":"$.cpu","status_legacy":200,"status_modern":200,
        "count":2,"first_seen":"2026-11-23T14:00:00Z","last_seen":"2026-11-23T15:00:00Z","on_purpose":"Q9",
        "example":{"request":{"method":"GET"},"legacy":{"value":1},"modern":{"value":"1"}}}]},
        {"route":"stop","eligible":0,"compared":0,"matched":0,"diverged":0,"unable":0,"uncompared":{},"parity":null,"coverage":null,"legacy":null,"modern":null,"divergences":[]}]}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Report_OfOneRoute_HasItsDivergencesWithExamples()
    {
        await using var gateway = await ManagementStub.StartAsync(200, Report, Token);
        var run = await CutoverProgram.RunAsync(gateway.Address, Token, "report", "health");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("health  75.00 %  80.00 %   10        8         5        2         1           0          0         0         0       0       timeout 2             clock 8", run.Output, StringComparison.Ordinal);
        Assert.Contains("f1           type  $.cpu  200     200     2      2026-11-23 14:00:00Z  2026-11-23 15:00:00Z  Q9", run.Output, StringComparison.Ordinal);
        Assert.Contains("  modern: {\"value\":\"1\"}", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("stop", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_OfOneRouteAsJson_IsTheGatewaysOwn()
    {
        await using var gateway = await ManagementStub.StartAsync(200, Report, Token);
        var run = await CutoverProgram.RunAsync(gateway.Address, Token, "report", "health", "--json");

        Assert.Equal(Report[..Report.IndexOf(",\n{\"route\":\"stop\"", StringComparison.Ordinal)] + "]}\n", run.Output);
    }

    [Fact]
    public async Task Report_OfAnUnknownRoute_NamesTheKnownOnes()
    {
        await using var gateway = await ManagementStub.StartAsync(200, path => path == "/api/reports" ? Report : BoardOf("legacy", 0), Token);
        var run = await CutoverProgram.RunAsync(gateway.Address, Token, "report", "nope");

        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Contains("no route 'nope'; the routes are status, health, stop", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("legacy", 3, "nothing of status has been compared yet: put it to shadow and let requests come.")]
    [InlineData("complete", 3, "nothing of status has been compared yet: put it to shadow and let requests come.")]
    [InlineData("shadow", 0, "nothing of status has been compared yet: it is at shadow, and no request has come since the start.")]
    [InlineData("canary", 3, "nothing of status has been compared yet: it is at canary, and what has come is not compared so far.")]
    public async Task Report_OfARouteOfWhichNothingIsCompared_SaysWhy(string stage, int requests, string expected)
    {
        await using var gateway = await ManagementStub.StartAsync(200, path => path == "/api/reports" ? Report : BoardOf(stage, requests), Token);
        var run = await CutoverProgram.RunAsync(gateway.Address, Token, "report", "status");

        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_OfWhatHasJustBeenAsked_WaitsForIt()
    {
        var reads = 0;
        await using var gateway = await ManagementStub.StartAsync(
            200, path => path != "/api/reports" ? BoardOf("shadow", 1) : Interlocked.Increment(ref reads) < 4 ? """{"routes":[]}""" : Report.Replace("health", "status", StringComparison.Ordinal), Token);
        var run = await CutoverProgram.RunAsync(gateway.Address, Token, "report", "status");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("status  75.00 %", run.Output, StringComparison.Ordinal);
    }

    private static string BoardOf(string stage, int requests) => $$"""
        {"legacy_only":false,"legacy_flask_proxy":false,"legacy":null,"reloads":{"good":1,"bad":0,"last_error":null},"audit_problem":null,"jobs_problem":null,"routes":[
        {"route":"status","stage":"{{stage}}","served_by":"legacy","has_module":true,"requests":{"legacy":{{requests}},"modern":0},"errors":{"legacy":0,"modern":0} }]}
        """;
}
