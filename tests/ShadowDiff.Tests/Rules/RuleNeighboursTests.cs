using System.Globalization;
using System.Text;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Tests.Compare;
using Strangler.Testing;
using static Strangler.ShadowDiff.Tests.Rules.Neighbourhood;

namespace Strangler.ShadowDiff.Tests.Rules;

/// <summary>A shipped rule covers what its reason says and nothing else: what lies next to it is reported.</summary>
public sealed class RuleNeighboursTests
{
    private static readonly RuleSet Shipped = RulesFile.Load(Path.Combine(RepositoryRoot.Path, "rules.json"));

    [Fact]
    public void Rule_CoversItsOwn_AndNothingBesideIt()
    {
        var faults = new List<string>();
        foreach (var one in ShippedNeighbourhoods.All)
        {
            var comparison = Compare(one.Covered, Shipped, one);
            if (comparison.Outcome == Outcome.Diverged || !(comparison.Suppressed.Contains(one.Rule) || comparison.Divergences.Any(divergence => divergence.OnPurpose == one.Rule)) && Differs(one.Covered))
                faults.Add($"{one.Rule} of {one.Covered.Route} does not cover {Text(one.Covered)}");

            faults.AddRange(one.Wrong.Where(wrong => Compare(wrong, Shipped, one).Outcome != Outcome.Diverged).Select(wrong => $"{one.Rule} of {one.Covered.Route} hides {Text(wrong)}"));
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    [Fact]
    public void Rules_EachHasANeighbourhood() => Assert.Empty(Shipped.Rules
        .Where(rule => !ShippedNeighbourhoods.All.Any(one => one.Rule == rule.Name && rule.IsOf(one.Covered.Route) && (IsCoveredBy(rule, one) || !Differs(one.Covered))))
        .Select(rule => $"{rule.Name} at {rule.At} for {string.Join(", ", rule.Routes ?? [])}"));

    private static bool IsCoveredBy(Rule rule, Neighbourhood one)
    {
        var comparison = Compare(one.Covered, new RuleSet([rule]), one);
        return comparison.Suppressed.Count > 0 || comparison.Divergences.Any(divergence => divergence.OnPurpose is not null);
    }

    private static bool Differs(ResponsePair pair) => Found.Compare(pair).Outcome != Outcome.Match;

    private static Comparison Compare(ResponsePair pair, RuleSet rules, Neighbourhood one)
    {
        var seen = new SeenValues();
        if (one.LastConnect is { } connect)
            seen.Asked("connect", new(Encoding.UTF8.GetBytes(connect), Moment.AddMinutes(-10)));

        if (one.HasModernRun)
            seen.Answered("start_backup", Side.Modern);

        return one.Found is var (kind, place) ? Judged(pair, rules, kind, place) : ResponseComparer.Compare(pair, rules, Found.Today, seen: seen);
    }

    private static Comparison Judged(ResponsePair pair, RuleSet rules, DivergenceKind kind, string place)
    {
        var found = new DifferenceList(rules.For(pair, Found.Today));
        found.Add(new(ResponsePart.Body, place, place), kind, pair.Legacy.Reason.Length == 0 ? null : pair.Legacy.Reason, pair.Modern.Reason);
        return found.Of(pair, rules.Redaction.Secrets);
    }

    private static string Text(ResponsePair pair) =>
        $"{pair.Method} {pair.Target}: {pair.Legacy.Status} {Encoding.UTF8.GetString(pair.Legacy.Body)} {Headers(pair.Legacy)} | {pair.Modern.Status} {Encoding.UTF8.GetString(pair.Modern.Body)} {Headers(pair.Modern)}";

    private static string Headers(CapturedResponse answer) => string.Join(", ", answer.Headers.Select(header => $"{header.Key}: {header.Value}"));

    [Theory]
    [InlineData(null)]
    [InlineData("""{"host":"127.0.0.1","port":1256,"username":"ana"}""")]
    [InlineData("""{"host":"127.0.0.1","port":"1256","username":"ana"}""")]
    [InlineData("""{"host":"127.0.0.1","username":"ana"}""")]
    [InlineData("no JSON")]
    public void Q9_AfterAGoodConnect_CoversNothing(string? connect)
    {
        var pair = Pair("status", """{"connected":false}""", """{"connected":true}""");
        Assert.Equal(Outcome.Diverged, Compare(pair, Shipped, new("Q9", pair, [], connect)).Outcome);
    }

    [Fact]
    public void Uptime_GoesWithTheClock_OfItsOwnSide()
    {
        var seen = new SeenValues();
        Assert.Equal("", Uptimes(seen, 0, 5_000, 100));
        Assert.Equal("", Uptimes(seen, 60, 5_060, 160));
        Assert.Equal("value body /uptime_seconds", Uptimes(seen, 120, 5_120, 100)); // it falls
        Assert.Equal("value body /uptime_seconds", Uptimes(seen, 120, 5_120, 220_000)); // milliseconds
        Assert.Equal("value body /uptime_seconds", Uptimes(seen, 120, 1_000, 220)); // legacy's falls
        Assert.Equal("", Uptimes(seen, 120, 5_120, 220));
        Assert.Equal("", Uptimes(seen, 180, 5_180, 30)); // started again
        Assert.Equal("", Uptimes(seen, 240, 5_240, 90));
    }

    /// <summary>One tag for all files, and another tag for the same file.</summary>
    [Fact]
    public void Tags_OneForEachFile()
    {
        var seen = new SeenValues();
        Assert.Equal("", Tags(seen, "1", "11"));
        Assert.Equal("", Tags(seen, "2", "12"));
        Assert.Equal("", Tags(seen, "1", "11"));
        Assert.Equal("value header ETag", Tags(seen, "3", "11"));
        Assert.Equal("value header ETag", Tags(seen, "1", "13"));
    }

    private static string Uptimes(SeenValues seen, int seconds, double legacy, double modern) => In(
        Pairs.Of(
            Answer(string.Create(CultureInfo.InvariantCulture, $$$"""{"uptime_seconds":{{{legacy + 0.5}}}}""")) with { At = Moment.AddSeconds(seconds) },
            Answer(string.Create(CultureInfo.InvariantCulture, $$$"""{"uptime_seconds":{{{modern + 0.25}}}}""")) with { At = Moment.AddSeconds(seconds) }) with
        { Route = "observability" },
        seen);

    private static string Tags(SeenValues seen, string legacy, string modern) =>
        In(Pairs.Of(Pairs.Response("", 304, ("ETag", $"\"1763077997.0-5-{legacy}\"")), Pairs.Response("", 304, ("ETag", $"\"1763077997.0-5-{modern}\""))) with { Route = "static" }, seen);

    private static string In(ResponsePair pair, SeenValues seen) => string.Join("; ", ResponseComparer.Compare(pair, Shipped, Found.Today, seen: seen).Divergences.Select(one => $"{KebabName<DivergenceKind>.Of(one.Difference.Kind)} {one.At}"));
}
