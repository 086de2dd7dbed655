using System.CommandLine;
using Strangler.CommandLine.Commands;
using Strangler.CommandLine.Options;

namespace Strangler.CommandLine.Tests.Commands;

public sealed class ReportCommandTests
{
    [Theory]
    [InlineData("--format html --json", true)]
    [InlineData("--format json --json", true)]
    [InlineData("--format html", false)]
    [InlineData("--json", false)]
    public void FormatAndJson_AreTwoReports(string options, bool isRefused)
    {
        var root = new RootCommand { ReportCommand.Create() };
        SharedOptions.AddTo(root);

        var errors = root.Parse(["report", "status", .. options.Split(' ')]).Errors.Select(error => error.Message);

        if (isRefused)
            Assert.StartsWith("--json is the report as JSON, --format ", Assert.Single(errors), StringComparison.Ordinal);
        else
            Assert.Empty(errors);
    }
}
