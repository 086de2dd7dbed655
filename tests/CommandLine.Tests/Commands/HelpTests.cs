using System.CommandLine;
using Strangler.CommandLine.Commands;

namespace Strangler.CommandLine.Tests.Commands;

/// <summary>The help has a word for a route, not the names of all.</summary>
public sealed class HelpTests
{
    [Theory]
    [InlineData("set")]
    [InlineData("rollback")]
    [InlineData("nudge")]
    [InlineData("report")]
    [InlineData("audit")]
    [InlineData("parity")]
    [InlineData("replay")]
    [InlineData("truth")]
    [InlineData("watch")]
    public void Route_IsAWord(string command)
    {
        var root = new RootCommand { SetCommand.Create(), RollbackCommand.Create(), NudgeCommand.Create(), ReportCommand.Create(), AuditCommand.Create(), ParityCommand.Create(), ReplayCommand.Create(), TruthCommand.Create(), WatchCommand.Create() };
        using var output = new StringWriter();

        Assert.Equal(0, root.Parse([command, "--help"]).Invoke(new InvocationConfiguration { Output = output }));

        Assert.Contains("<route>", $"{output}", StringComparison.Ordinal);
        Assert.DoesNotContain("job_status", $"{output}", StringComparison.Ordinal);
    }
}
