using Strangler.CommandLine.Cases;
using Strangler.CommandLine.Exit;
using Strangler.Testing;

namespace Strangler.CommandLine.Tests.Cases;

public sealed class RouteFinderTests
{
    [Theory]
    [InlineData("/api/status", "status")]
    [InlineData("/api/status?foo=bar", "status")]
    [InlineData("/api/status?foo=bar&job_id=", "job_status")]
    [InlineData("/api/health", "health")]
    [InlineData("/health", "health")]
    [InlineData("/api/perf", "perf")]
    [InlineData("/api/perf/a%2Fb", "static")]
    [InlineData("/api/cancel_all", "cancel_all")]
    [InlineData("/socket.io/?EIO=4", "realtime")]
    [InlineData("/", "static")]
    [InlineData("//api/status", "status")]
    [InlineData("///api/perf/x", "job_perf")]
    [InlineData("%2F/api/status", "status")]
    [InlineData("/api//status", "static")]
    [InlineData("/scripts/app.js", "static")]
    [InlineData("/api/status/", "static")]
    [InlineData("/API/status", "static")]
    [InlineData("/api/perf/x/", "static")]
    [InlineData("/api/observability/logs/", "observability")]
    public void Find_NamesTheRouteOfYarpJson(string target, string route) =>
        Assert.Equal(route, new RouteFinder(RepositoryRoot.Combine("yarp.json")).Find(target));

    [Fact]
    public void Find_WithoutTheFile_SaysWhatToDo() =>
        Assert.Contains("--routes", Assert.Throws<CommandException>(() => new RouteFinder("missing.json").Find("/")).Message, StringComparison.Ordinal);

    [Fact]
    public void Names_AreTheRouteGroups() =>
        Assert.Equal(["cancel_all", "cancel_job"], new RouteFinder(RepositoryRoot.Combine("yarp.json")).Names.Take(2));

    [Theory]
    [InlineData("{", "cannot be read: ")]
    [InlineData("{\"a\": 1,\n\"a\": 2}", "cannot be read: line 2, a: 'a' stands in line 1 already; keep one")]
    public void Find_InABrokenFile_SaysWhere(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Combine("yarp.json"), text);

        Assert.Contains(expected, Assert.Throws<CommandException>(() => new RouteFinder(folder.Combine("yarp.json")).Find("/")).Message, StringComparison.Ordinal);
    }
}
