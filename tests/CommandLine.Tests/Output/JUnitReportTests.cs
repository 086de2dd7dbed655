using System.Xml.Linq;
using Microsoft.Extensions.Primitives;
using Strangler.CommandLine.Cases;
using Strangler.CommandLine.Output;
using Strangler.CommandLine.Parity;
using Strangler.ShadowDiff.Compare;

namespace Strangler.CommandLine.Tests.Output;

public sealed class JUnitReportTests
{
    private static readonly FoundDivergence Open = new("f1", "value", "body /a", "body /a", "\"\u0001\u202e\ud800<&\"", null, null);

    [Fact]
    public void Write_HasEachOutcomeInItsPlace()
    {
        var root = Write(
            Result("status", CaseOutcome.Match),
            Result("status", CaseOutcome.Diverged) with { Divergences = [Open with { OnPurpose = "Q9" }, Open] },
            Result("connect", CaseOutcome.OnPurpose) with { Divergences = [Open with { OnPurpose = "Q9" }] },
            Result("connect", CaseOutcome.Unable, "legacy: no answer"),
            Result("connect", CaseOutcome.NotComparable, "refused"),
            Result("connect", CaseOutcome.NotSent, "unsafe"));

        Assert.Equal("tests=6 failures=1 errors=2 skipped=1", string.Join(' ', root.Attributes().Where(count => count.Name.LocalName is not ("name" or "time")).Select(count => $"{count.Name}={count.Value}")));
        Assert.Equal(["status", "connect"], root.Elements("testsuite").Select(suite => suite.Attribute("name")!.Value));
        Assert.Equal("body /a, value: \"\\u0001\\u202E\ufffd<&\" > nothing", root.Descendants("failure").Single().Attribute("message")!.Value);
        Assert.Contains("differs on purpose: Q9", root.Descendants("system-out").Single().Value, StringComparison.Ordinal);
        Assert.Equal(["unable", "not-comparable"], root.Descendants("error").Select(error => error.Attribute("type")!.Value));
        Assert.Equal("unsafe", root.Descendants("skipped").Single().Attribute("message")!.Value);
    }

    private static CaseResult Result(string route, CaseOutcome outcome, string? detail = null) =>
        new(new Case("a case", route, new("GET", "/", new Dictionary<string, StringValues>(), null)), outcome, detail);

    private static XElement Write(params CaseResult[] results)
    {
        var side = new Uri("http://127.0.0.1:1");
        using var stream = new MemoryStream();
        JUnitReport.Write(new(side, side, "test", DateTimeOffset.UnixEpoch, TimeSpan.Zero, results.Length, results), stream);
        stream.Position = 0;
        return XDocument.Load(stream).Root!;
    }
}
