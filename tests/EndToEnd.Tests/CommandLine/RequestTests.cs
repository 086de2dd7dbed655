namespace Strangler.EndToEnd.Tests.CommandLine;

public sealed class RequestTests
{
    private const string Changed = """{"changes":[{"route":"status","before":"shadow","after":"live"}]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("set status live --force", "POST /api/routes/status/stage", """{"stage":"live","reason":"it is time","who":"ana","force":true}""")]
    [InlineData("set status canary 5", "POST /api/routes/status/stage", """{"stage":"canary","reason":"it is time","who":"ana","force":false,"percentage":5}""")]
    [InlineData("set status canary 12.50% --force", "POST /api/routes/status/stage", """{"stage":"canary","reason":"it is time","who":"ana","force":true,"percentage":12.50}""")]
    [InlineData("rollback status", "POST /api/rollback", """{"route":"status","reason":"it is time","who":"ana"}""")]
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
