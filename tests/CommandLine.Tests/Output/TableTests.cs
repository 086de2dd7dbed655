using Microsoft.Extensions.Primitives;
using Strangler.CommandLine.Cases;
using Strangler.CommandLine.Management;
using Strangler.CommandLine.Output;
using Strangler.CommandLine.Parity;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Tests.Output;

/// <summary>What other people wrote, at length: a table stays one that can be read.</summary>
public sealed class TableTests
{
    private const int Widest = 240;

    private static readonly string Long = $"go [forced: {string.Join(' ', Enumerable.Repeat("parity is not shown.", 20))}]";

    [Fact]
    public void Board_ShowsTheBeginningOfAReason()
    {
        var lines = Lines(screen => screen.Show(new BoardResponse(false, false, new("http://127.0.0.1:9190", true, true), new(1, 0, null), null, null, [Route("status", Long, Long), Route("health", "me", "line\nline")])));

        Assert.Contains(": go [forced: parity is not shown.", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("…", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("me: line line", lines[2], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, Widest));
    }

    /// <summary>The audit is where all of a reason is; the other rows are as short as they were.</summary>
    [Fact]
    public void Audit_ShowsAllOfAReason_InItsOwnLineOnly()
    {
        var lines = Lines(screen => screen.Show(new AuditResponse([new(2, default, Long, Long, "status", "shadow", "live"), new(1, default, "me", "try", "status", "legacy", "shadow")])));

        Assert.EndsWith(Long, lines[1], StringComparison.Ordinal);
        Assert.EndsWith(" try", lines[2], StringComparison.Ordinal);
        Assert.InRange(lines[1].Length, Long.Length, Long.Length + Widest);
        Assert.InRange(lines[2].Length, 1, Widest);
    }

    [Fact]
    public void Audit_ShowsAnOldReasonOfTwoLinesInOne()
    {
        var lines = Lines(screen => screen.Show(new AuditResponse([new(1, default, "me", "try\nagain", "status", "legacy", "shadow")])));

        Assert.EndsWith(@" try\nagain", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Audit_SaysOfAnotherConfigurationsEntryWhoseItIs()
    {
        var lines = Lines(screen => screen.Show(new AuditResponse([new(2, default, "me", "try", "status", "shadow", "live"), new(1, default, "me", "try", "status", "legacy", "shadow", "/srv/features.json")])));

        Assert.EndsWith(" try", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(" try [of another configuration: /srv/features.json]", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Board_NamesTheStartArgumentAndAJobsFolder()
    {
        var lines = Lines(screen => screen.Show(new BoardResponse(false, true, null, new(1, 0, null), null, "C# can start no backup: Services:Jobs:Folder is '/x'", [])));

        Assert.Equal("Started with --legacy-flask-proxy: legacy answers every route, whatever its stage and legacy-only say.", lines[0]);
        Assert.Equal("C# can start no backup: Services:Jobs:Folder is '/x'", lines[1]);
    }

    /// <summary>An entry that waits for the database has no number that a person could give.</summary>
    [Theory]
    [InlineData(7, "status", "shadow", "(./cutover revert 7)")]
    [InlineData(-5, "status", "shadow", "(./cutover set status shadow)")]
    [InlineData(-5, "status", "canary 5 %", "(./cutover set status canary 5)")]
    [InlineData(-5, "legacy-only", "off", "(./cutover legacy-only off)")]
    public void Board_SaysWhatUndoesTheLastChange(long id, string route, string before, string expected)
    {
        var lines = Lines(screen => screen.Show(new BoardResponse(false, false, null, new(1, 0, null), null, null, [], LastChange: new(id, default, "me", "try", route, before, "legacy"))));

        Assert.EndsWith(expected, lines[0], StringComparison.Ordinal);
    }

    /// <summary>The other side of this: the management API refuses it in what is written from now on.</summary>
    [Fact]
    public void Audit_EscapesWhatWouldSteerTheTerminalOrTurnALine()
    {
        var lines = Lines(screen => screen.Show(new AuditResponse([new(1, default, "me\u202Eevil", "a\u001b[31m\u2066b\u200B\rc", "status", "legacy", "shadow")])));

        Assert.Contains(@"me\u202Eevil", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(@"a\u001B[31m\u2066b\u200B\u000Dc", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Parity_ShowsTheBeginningOfATarget()
    {
        var one = new Case($"1 GET /{Long}", "status", new("GET", "/", new Dictionary<string, StringValues>(), null));
        var side = new Uri("http://127.0.0.1:1");
        var lines = Lines(screen => screen.Show(new RunResult(side, side, "test", default, default, 1, [new(one, CaseOutcome.Match)])));

        Assert.StartsWith("1 GET /go [forced: ", lines[1], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, Widest));
    }

    [Fact]
    public void Report_ShowsTheBeginningOfAPath()
    {
        var divergence = new Divergence("f", "value", $"body /{Long}", 200, 200, 1, default, default, null, null);
        var lines = Lines(screen => screen.Show(new Report([new("status", 1, 1, 0, 1, 0, 0, null, 0, 1, null, [divergence])]), withExamples: true));

        Assert.All(lines, line => Assert.InRange(line.Length, 0, Widest));
    }

    [Theory]
    [InlineData("12345", "12345")]
    [InlineData("123456", "1234…")]
    [InlineData("123\ud83d\ude00 ", "123…")]
    [InlineData("1\r\n2", "1 2")]
    public void Brief_IsTheBeginning_InOneLine(string text, string expected) => Assert.Equal(expected, Cell.Brief(text, 5));

    private static RouteResponse Route(string name, string who, string why) =>
        new(name, "live", null, "modern", true, new(1, 1), new(0, 0), null, 1, 1, new(1, 1), new(1, 1), new(1, default, who, why, "shadow", "live"));

    private static string[] Lines(Action<Screen> show)
    {
        using var output = new StringWriter();
        show(new Screen(output, redirected: true));
        return output.ToString().TrimEnd().Split(Environment.NewLine);
    }
}
