using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.CommandLine;

/// <summary>An operator's evening, against the real gateway.</summary>
public sealed class GatewayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Set_Status_Rollback_Audit_OnARealGateway()
    {
        using var noLegacy = new ReservedPort();
        await using var gateway = await GatewayProcess.StartAsync(new GatewayOptions(new Uri($"http://127.0.0.1:{noLegacy.Port}")), Token);

        var refused = await CutoverProgram.RunAsync(gateway.Management, Token, "set", "status", "live", "--reason", "first look", "--who", "ana");
        var set = await CutoverProgram.RunAsync(gateway.Management, Token, "set", "status", "live", "--reason", "first look", "--who", "ana", "--force");
        var status = await CutoverProgram.RunAsync(gateway.Management, Token, "status");
        var rollback = await CutoverProgram.RunAsync(gateway.Management, Token, "rollback", "--all", "--reason", "enough", "--who", "ana", "--json");
        var audit = await CutoverProgram.RunAsync(gateway.Management, Token, "audit");
        var report = await CutoverProgram.RunAsync(gateway.Management, Token, "report");

        Assert.True(refused.ExitCode == 1, refused.ToString());
        Assert.Contains("below the promotion gate for live: comparisons: 0 compared", refused.Error, StringComparison.Ordinal);
        Assert.Equal("status: legacy > live\n", set.Output);
        Assert.Matches(@"\nstatus +live +modern .* legacy > live, ana: first look \[forced: 'status' is below the promotion .*…\n", status.Output);
        Assert.All(status.Output.Split('\n').Where(line => !line.StartsWith("Not ready", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 240)); // a path is shown whole
        Assert.Contains("""{"route":"status","before":"live","after":"legacy"}""", rollback.Output, StringComparison.Ordinal);
        Assert.Matches(@"ana +status +live +legacy +enough *\n(.*\n)*.*ana +status +legacy +live +first look \[forced: .*comparisons: 0 compared.*\]\n", audit.Output);
        Assert.True(report.ExitCode == 0, report.ToString());
    }
}
