using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.CommandLine;

public sealed class ExitCodeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("set status live", "set needs --reason (Why, for the audit), e.g. set status shadow --reason \"a first look\".")]
    [InlineData("set status", "set needs a stage (legacy, shadow, canary, live or complete) and --reason (Why, for the audit), e.g. set status shadow --reason")]
    [InlineData("set", "set needs a route (Name of the route; status lists them) and a stage")]
    [InlineData("set status live --reson x", "Did you mean '--reason'?")]
    [InlineData("revert --reason x", "revert needs an id (Number of the entry, as in audit), e.g. revert 7")]
    [InlineData("parity", "parity needs --legacy")]
    [InlineData("set status live --reason", "--reason")]
    [InlineData("rollback --reason x", "name of one route, or --all")]
    [InlineData("rollback status --all --reason x", "name of one route, or --all")]
    [InlineData("legacy-only maybe --reason x", "'maybe' is not known here; use one of on, off.")]
    [InlineData("legacy-only onn --reason x", "'onn' is not known here; did you mean 'on'? Use one of on, off.")]
    [InlineData("completion zhs", "'zhs' is not known here; did you mean 'zsh'? Use one of bash, zsh, pwsh.")]
    [InlineData("report status --format htlm", "'htlm' is not known here; did you mean 'html'? Use one of html, json, junit, csv, markdown.")]
    [InlineData("SET status live --reason x", "error: There is no command 'SET'. Did you mean 'set'? --help says more.")]
    [InlineData("set status live --reason x --managment http://a", "error: There is no option '--managment'. Did you mean '--management'? --help says more.")]
    [InlineData("--managment http://a status", "There is no option '--managment'. Did you mean '--management'?")]
    [InlineData("status extra", "error: 'extra' is one word too many. --help says more.")]
    [InlineData("status -x", "error: There is no option '-x'; those of status are --json, ")]
    [InlineData("audit --limit", "error: --limit needs a value (Entries to show, 1 to 1000). --help says more.")]
    [InlineData("audit --limit 0", "1 to 1000")]
    [InlineData("audit --limit 1001", "1 to 1000")]
    [InlineData("status --timeout 0", "0.1 to 300")]
    [InlineData("status --timeout 301", "0.1 to 300")]
    [InlineData("status --management ftp://somewhere", "http://127.0.0.1:9091")]
    [InlineData("advance status", "There is no command 'advance'; the commands are status, watch, set, ")]
    [InlineData("promote --reason x", "promote takes the names of routes, or --all.")]
    [InlineData("promote status --all --reason x", "promote takes the names of routes, or --all.")]
    [InlineData("promote status --forec --reason x", "error: There is no option '--forec'. Did you mean '--force'? --help says more.")]
    [InlineData("promote status", "promote needs --reason (Why, for the audit), e.g. promote status --reason")]
    [InlineData("plan stop status --reason x", "'stop' is not known here; use one of pause, resume, abort.")]
    [InlineData("plan puase status --reason x", "'puase' is not known here; did you mean 'pause'?")]
    [InlineData("plan pause status", "plan needs --reason (Why, for the audit), e.g. plan pause status --reason")]
    [InlineData("decommission --days 0", "1 to 3650")]
    [InlineData("backup", "backup needs a file (Where to; a file that is there is not overwritten)")]
    [InlineData("store migrate", "migrate needs --from (Where everything is: sqlite:FILE or postgresql:CONNECTIONSTRING; nothing behind the colon: as the settings say) and --to (")]
    [InlineData("store migrate --from sqlite:", "e.g. store migrate --from sqlite: --to postgresql:.")]
    [InlineData("store migrate --from sqlite:a --to postgres:Host=b", "--to: there is no store 'postgres:'; did you mean 'postgresql'?")]
    [InlineData("store migrate --from sqlite:no-such.db --to sqlite:other.db", "no-such.db: there is no such file.")]
    [InlineData("store migrat --from sqlite:", "Did you mean 'migrate'?")]
    [InlineData("store", "error: store needs a command: migrate. --help says more.")]
    [InlineData("satus", "Did you mean 'status'?")]
    [InlineData("status --jsn", "Did you mean '--json'?")]
    [InlineData("set status shado --reason x", "'shado' is no stage; did you mean 'shadow'? Use one of legacy, shadow, canary, live, complete.")]
    [InlineData("set status canary --reason x", "canary needs a percentage: a number from 0.01 to 99.99 with at most two decimals.")]
    [InlineData("set status canary 100 --reason x", "'100' is no percentage of a canary; give a number from 0.01 to 99.99 with at most two decimals.")]
    [InlineData("set status canary many --reason x", "'many' is no percentage of a canary")]
    [InlineData("set status live 5 --reason x", "Only canary has a percentage; live has none.")]
    public async Task BadUsage_IsOneLineAndCode2(string commandLine, string said)
    {
        await using var gateway = await ManagementStub.StartAsync(200, "{}", Token);
        var run = await CutoverProgram.RunAsync(gateway.Address, Token, commandLine.Split(' '));

        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Contains(said, Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Empty(gateway.Calls);
    }

    [Theory]
    [InlineData("help", "Moves routes between legacy and modern")]
    [InlineData("help set", "Moves a route to a stage")]
    public async Task Help_IsPrinted(string commandLine, string said)
    {
        using var port = new ReservedPort();
        var run = await CutoverProgram.RunAsync(new Uri($"http://127.0.0.1:{port.Port}"), Token, commandLine.Split(' '));

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains(said, run.Output, StringComparison.Ordinal);
        Assert.Contains("Options:", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, 2, "")]
    [InlineData(401, 1, "--token")]
    [InlineData(404, 1, "")]
    [InlineData(409, 1, "--force")]
    [InlineData(500, 1, "")]
    public async Task Refusal_SaysWhyAndCode(int status, int exitCode, string advice)
    {
        await using var gateway = await ManagementStub.StartAsync(status, """{"error":"because of the moon"}""", Token);
        var run = await CutoverProgram.RunAsync(gateway.Address, Token, "set", "status", "live", "--reason", "x", "--json");

        Assert.True(run.ExitCode == exitCode, run.ToString());
        Assert.Contains($"({status}): because of the moon", Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Contains(advice, run.Error, StringComparison.Ordinal);
        Assert.StartsWith("{\"error\":\"", run.Output, StringComparison.Ordinal);
    }

    /// <summary>Nobody is told of an option that the command has not.</summary>
    [Theory]
    [InlineData("revert 7 --reason x")]
    [InlineData("nudge realtime --reason x")]
    [InlineData("upgrade --reason x")]
    [InlineData("rollback status --reason x")]
    [InlineData("legacy-only on --reason x")]
    public async Task Refusal_OfWhatCannotBeForced_DoesNotAdviseIt(string commandLine)
    {
        await using var gateway = await ManagementStub.StartAsync(409, """{"error":"because of the moon"}""", Token);
        var run = await CutoverProgram.RunAsync(gateway.Address, Token, commandLine.Split(' '));

        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.DoesNotContain("--force", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignOff_OfAnUnknownRoute_IsCode2_AsCode1SaysBlocked()
    {
        await using var gateway = await ManagementStub.StartAsync(404, """{"error":"There is no route 'nope'."}""", Token);
        var run = await CutoverProgram.RunAsync(gateway.Address, Token, "report", "nope", "--format", "csv");

        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Contains("There is no route 'nope'.", Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("legacy-only on --reason x", "Without a gateway, rollback --all takes every route back in features.json.")]
    [InlineData("set status legacy --reason x", "Without a gateway, rollback status does that in features.json.")]
    [InlineData("set status live --reason x", "is the gateway running?")]
    [InlineData("legacy-only off --reason x", "is the gateway running?")]
    public async Task NobodyListening_SaysWhatCanBeDoneAllTheSame(string commandLine, string said)
    {
        using var port = new ReservedPort();
        var run = await CutoverProgram.RunAsync(new Uri($"http://127.0.0.1:{port.Port}"), Token, commandLine.Split(' '));

        Assert.True(run.ExitCode == 3, run.ToString());
        Assert.Contains(said, Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Equal(said.StartsWith("Without", StringComparison.Ordinal), run.Error.Contains("rollback", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NobodyListening_IsCode3()
    {
        using var port = new ReservedPort();
        var run = await CutoverProgram.RunAsync(new Uri($"http://127.0.0.1:{port.Port}"), Token, "status");

        Assert.True(run.ExitCode == 3, run.ToString());
        Assert.Contains("is the gateway running?", Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoAnswer_IsCode3WithinTheTimeout()
    {
        using var silent = new ReservedPort();
        silent.Open();
        var run = await CutoverProgram.RunAsync(new Uri($"http://127.0.0.1:{silent.Port}"), Token, "status", "--timeout", "0.3");

        Assert.True(run.ExitCode == 3, run.ToString());
        Assert.Contains("did not answer within 0.3 s", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherServer_IsCode3()
    {
        await using var page = await ManagementStub.StartAsync(200, "<!DOCTYPE html>", Token);
        var run = await CutoverProgram.RunAsync(page.Address, Token, "status");

        Assert.True(run.ExitCode == 3, run.ToString());
        Assert.Contains("not as a management API", run.Error, StringComparison.Ordinal);
    }
}
