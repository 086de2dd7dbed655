namespace Strangler.EndToEnd.Tests.CommandLine;

public sealed class RequestTests
{
    private const string Changed = """{"changes":[{"route":"status","before":"shadow","after":"live"}]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("set status live --force", "POST /api/routes/status/stage", """{"stage":"live","reason":"it is time","who":"ana","force":true}""")]
    [InlineData("set status canary 5", "POST /api/routes/status/stage", """{"stage":"canary","reason":"it is time","who":"ana","force":false,"percentage":5}""")]
    [InlineData("set status canary 12.50% --force", "POST /api/routes/status/stage", """{"stage":"canary","reason":"it is time","who":"ana","force":true,"percentage":12.50}""")]
    [InlineData("rollback status", "POST /api/rollback", """{"reason":"it is time","who":"ana","route":"status"}""")]
    [InlineData("rollback --all", "POST /api/rollback", """{"reason":"it is time","who":"ana"}""")]
    [InlineData("legacy-only on", "POST /api/legacy-only", """{"enabled":true,"reason":"it is time","who":"ana"}""")]
    [InlineData("legacy-only off", "POST /api/legacy-only", """{"enabled":false,"reason":"it is time","who":"ana"}""")]
    [InlineData("revert 17", "POST /api/audit/17/revert", """{"reason":"it is time","who":"ana"}""")]
    public async Task Change_IsSentAsTheInterfaceSays(string commandLine, string line, string body)
    {
        await using var gateway = await ManagementStub.StartAsync(200, Changed, Token);
        string[] arguments = [.. commandLine.Split(' '), "--reason", "it is time", "--who", "ana", "--token", "0123456789abcdef"];
        var run = await CutoverProgram.RunAsync(gateway.Address, Token, arguments);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal("status: shadow > live\n", run.Output);
        Assert.Equal(new ManagementCall(line, body, "application/json; charset=utf-8", "Bearer 0123456789abcdef"), Assert.Single(gateway.Calls));
    }

    [Theory]
    [InlineData("accept a1 b2 --expires 2027-01-31 --second ben", "accept", """{"fingerprints":["a1","b2"],"reason":"it is time","who":"ana","expires":"2027-01-31","second":"ben"}""")]
    [InlineData("fixed a1 b2", "fixed", """{"fingerprints":["a1","b2"],"reason":"it is time","who":"ana"}""")]
    [InlineData("reopen a1", "reopen", """{"fingerprints":["a1"],"reason":"it is time","who":"ana"}""")]
    public async Task Judgement_OfMany_IsSentAtOnce(string commandLine, string verb, string body)
    {
        await using var gateway = await ManagementStub.StartAsync(200, """{"divergences":[{"fingerprint":"a1","route":"status","state":"accepted","who":"ana","expires":"2027-01-31","clean":0}]}""", Token);
        string[] arguments = [.. commandLine.Split(' '), "--reason", "it is time", "--who", "ana"];
        var run = await CutoverProgram.RunAsync(gateway.Address, Token, arguments);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal("status a1: accepted until 2027-01-31\n", run.Output);
        var call = Assert.Single(gateway.Calls);
        Assert.Equal(($"POST /api/divergences/{verb}", body), (call.Line, call.Body));
    }

    [Fact]
    public async Task Judgement_ThatIsRefused_SaysWhyOfEach()
    {
        await using var gateway = await ManagementStub.StartAsync(400, """{"error":"Nothing is changed: 1 of 2 are refused.","errors":["b2 (status: type at body /a): It is critical."]}""", Token);
        var run = await CutoverProgram.RunAsync(gateway.Address, Token, "accept", "a1", "b2", "--expires", "2027-01-31", "--reason", "x");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Nothing is changed: 1 of 2 are refused. b2 (status: type at body /a): It is critical.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("accept a1", "--expires")]
    [InlineData("accept a1 --expires tomorrow", "is no day such as 2027-01-31")]
    [InlineData("fixed", "fingerprint")]
    public async Task Judgement_ThatMakesNoSense_IsBadUsage(string commandLine, string said)
    {
        string[] arguments = [.. commandLine.Split(' '), "--reason", "x"];
        var run = await CutoverProgram.RunAsync(arguments, Token);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(said, run.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Change_WithAWarning_ShowsIt()
    {
        await using var gateway = await ManagementStub.StartAsync(200, """{"changes":[],"warning":"not written"}""", Token);
        var run = await CutoverProgram.RunAsync(gateway.Address, Token, "rollback", "--all", "--reason", "x");

        Assert.Equal("Nothing to change: it was there already.\nWarning: not written\n", run.Output);
    }

    [Fact]
    public async Task RouteName_IsEscaped()
    {
        await using var gateway = await ManagementStub.StartAsync(404, """{"error":"no such route"}""", Token);
        await CutoverProgram.RunAsync(gateway.Address, Token, "set", "../legacy-only", "live", "--reason", "x");

        Assert.Equal("POST /api/routes/..%2Flegacy-only/stage", Assert.Single(gateway.Calls).Line);
    }
}
