using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Noise;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Tests.Noise;

public sealed class LearnedNoiseTests
{
    private const string Now = """{"id":"0b9f3f0e-7f0c-4b3e-9a55-0a4d1f3c2b1a","at":"2026-11-23T10:00:00","n":1}""";
    private const string Later = """{"id":"1b9f3f0e-7f0c-4b3e-9a55-0a4d1f3c2b1a","at":"2026-11-23T10:00:01","n":1}""";
    private const string Wrong = """{"id":"2b9f3f0e-7f0c-4b3e-9a55-0a4d1f3c2b1a","at":"2026-11-23T10:00:02","n":2}""";

    private readonly LearnedNoise _noise = new(Options.Create(new NoiseOptions { NoiseMinimumSamples = 20, NoiseWindow = 100 }));

    [Fact]
    public void Filter_BelowTheMinimum_SuppressesNothing()
    {
        Observe(20, Now, Wrong, Later);
        Assert.Equal(3, Filter(Now, Wrong).Divergences.Count);
    }

    [Fact]
    public void Filter_WhereLegacyDiffersFromItself_SuppressesAndNamesIt()
    {
        Observe(30, Now, Wrong, Later);

        var comparison = Filter(Now, Wrong);

        Assert.Equal("body /n", Assert.Single(comparison.Divergences).At);
        Assert.Equal(Outcome.Diverged, comparison.Outcome);
        Assert.Equal(["learned: body /at (value)", "learned: body /id (value)"], comparison.Suppressed);
        Assert.Equal(Outcome.Match, Filter(Now, Later).Outcome);
    }

    [Fact]
    public void Filter_WhereOnlyModernDiffers_NeverSuppresses()
    {
        Observe(500, Now, Wrong, Now);
        Assert.Equal(3, Filter(Now, Wrong).Divergences.Count);
    }

    [Fact]
    public void Filter_AnotherKindAtANoisyPlace_IsReported()
    {
        Observe(30, Now, Wrong, Later);
        Assert.Equal("type body /at", Found(Filter(Now, Later.Replace("\"2026-11-23T10:00:01\"", "7", StringComparison.Ordinal))));
    }

    [Fact]
    public void Filter_WhereModernDiffersFarMoreOften_IsReported()
    {
        Observe(10, Now, Wrong, Later);
        Observe(40, Now, Wrong, Now);
        Assert.Equal(3, Filter(Now, Wrong).Divergences.Count);
    }

    [Fact]
    public void Observe_LegacyBecameSteady_IsForgotten()
    {
        Observe(300, Now, Wrong, Later);
        Assert.Single(Filter(Now, Wrong).Divergences);

        Observe(100, Now, Wrong, Now);

        Assert.Equal(3, Filter(Now, Wrong).Divergences.Count);
    }

    /// <summary>Legacy differs from itself between the first two; the third is modern's instead.</summary>
    [Theory]
    // Numbers: the range, and a little more.
    [InlineData("10.5", "20.5", "22.5", true)]
    [InlineData("10.5", "20.5", "250.5", false)]
    [InlineData("10.5", "20.5", "-100.5", false)]
    [InlineData("1000000", "1000003", "1000005", true)]
    [InlineData("1000000", "1000003", "2000000", false)]
    // Times: as far as legacy's own, and the wait for the other answer.
    [InlineData("\"2026-11-23T10:00:00\"", "\"2026-11-23T10:00:01\"", "\"2026-11-23T10:00:04\"", true)]
    [InlineData("\"2026-11-23T10:00:00\"", "\"2026-11-23T10:00:01\"", "\"2026-11-23T13:00:00\"", false)]
    [InlineData("\"2026-11-23T10:00:00\"", "\"2026-11-23T10:00:01\"", "\"2026-11-23T10:00:01Z\"", false)]
    [InlineData("\"2026-11-23T10:00:00\"", "\"2026-11-23T10:00:01\"", "\"2026-13-23T10:00:01\"", false)]
    [InlineData("1795382150.5", "1795382150.75", "1795382152.5", true)]
    [InlineData("1795382150.5", "1795382150.75", "1795382150500.5", false)]
    [InlineData("1795382150.5", "1795382150.75", "1795392950.5", false)]
    // Texts: those that were seen.
    [InlineData("\"up\"", "\"down\"", "\"down\"", true)]
    [InlineData("\"up\"", "\"down\"", "\"broken\"", false)]
    [InlineData("true", "false", "false", true)]
    // Types, and null.
    [InlineData("1", "null", "null", true)]
    [InlineData("1", "null", "\"x\"", false)]
    [InlineData("1", "null", "{}", false)]
    public void Filter_OutsideOfWhatWasSeen_IsReported(string legacy, string again, string modern, bool isNoise)
    {
        Observe(30, Of(legacy), Of(again), Of(again));
        Assert.Equal(isNoise ? 0 : 1, Filter(Of(legacy), Of(modern)).Divergences.Count);

        static string Of(string value) => $$"""{"a":{{value}}}""";
    }

    /// <summary>What drifts has left the range that was seen: legacy's number is another now, and modern's is as near to it as ever.</summary>
    [Theory]
    [InlineData("90.5", "91.5", 0)]
    [InlineData("90.5", "120.5", 1)]
    [InlineData("250.5", "11.5", 1)]
    public void Filter_LegacyBeyondWhatWasSeen_IsNoiseWhereModernIsNear(string legacy, string modern, int divergences)
    {
        Observe(30, """{"a":10.5}""", """{"a":12.5}""", """{"a":12.5}""");
        Assert.Equal(divergences, Filter($$"""{"a":{{legacy}}}""", $$"""{"a":{{modern}}}""").Divergences.Count);
    }

    /// <summary>Legacy jumps now and then, by up to five; modern differs more often. As near as that it is noise, unless legacy hardly ever does, or modern differs nearly always.</summary>
    [Theory]
    [InlineData(10, 20, 99, 95, 0)]
    [InlineData(10, 20, 99, 90, 1)]
    [InlineData(2, 20, 99, 98, 1)]
    [InlineData(10, 80, 99, 98, 1)]
    public void Filter_ModernDiffersMoreOften_IsNoiseWhereLegacyOftenDoes(int jumps, int others, int legacy, int modern, int divergences)
    {
        for (var i = 0; i < 100; i++)
            Observe(1, """{"a":100}""", i * others / 100 != (i + 1) * others / 100 ? """{"a":99}""" : """{"a":100}""", i % (100 / jumps) == 0 ? """{"a":95}""" : """{"a":100}""");

        Assert.Equal(divergences, Filter($$"""{"a":{{legacy}}}""", $$"""{"a":{{modern}}}""").Divergences.Count);
    }

    [Theory]
    [InlineData("\"2026-11-23T10:00:{0:00}.000000\"", "\"2026-11-23T10:00:59.000000\"", "\"2026-11-23T10:00:58.500000\"", 0)]
    [InlineData("\"2026-11-23T10:00:{0:00}.000000\"", "\"2026-11-23T10:00:59.000000\"", "\"2026-11-23T10:01:05.000000\"", 1)]
    [InlineData("\"2026-11-23T10:00:{0:00}.000000\"", "\"2026-11-23T10:00:59.000000\"", "\"2026-11-23T13:00:59.000000\"", 1)]
    [InlineData("\"2026-11-23T10:00:{0:00}.000000\"", "\"2026-11-23T10:00:59.000000\"", "\"2026-11-23T10:00:58.500\"", 1)]
    [InlineData("\"job_17954280{0:00}000000\"", "\"job_1795428059000000\"", "\"job_1795428059004000\"", 0)]
    [InlineData("\"job_17954280{0:00}000000\"", "\"job_1795428059000000\"", "\"job_1795424459000000\"", 1)]
    [InlineData("17954280{0:00}.5", "1795428059.5", "1795428059.75", 0)]
    [InlineData("17954280{0:00}.5", "1795428059.5", "1795424459.5", 1)]
    public void Filter_TimesOfEvents_AreNoiseBesideEachOther(string form, string legacy, string modern, int divergences)
    {
        foreach (var second in (int[])[0, 9, 18, 27, 36])
            Moment(Of(form, second), Of(form, second + 1), second);

        Assert.Equal(divergences, Filter($$"""{"a":{{legacy}}}""", $$"""{"a":{{modern}}}""").Divergences.Count);
    }

    /// <summary>Where legacy mostly differs from itself, the range that was seen is all that says what a value may be.</summary>
    [Theory]
    [InlineData(5, 99, 93, 0)]
    [InlineData(5, 99, 80, 1)]
    [InlineData(4, 99, 93, 1)]
    public void Filter_WhereLegacyMostlyDiffers_IsNoiseInTheRangeThatWasSeen(int jumpsOfTen, int legacy, int modern, int divergences)
    {
        for (var i = 0; i < 100; i++)
            Observe(1, """{"a":100}""", """{"a":99}""", (9 - i % 10) < jumpsOfTen ? """{"a":95}""" : """{"a":100}""");

        Assert.Equal(divergences, Filter($$"""{"a":{{legacy}}}""", $$"""{"a":{{modern}}}""").Divergences.Count);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 0)]
    public void Filter_TimesOfEvents_AreKnownAfterThree(int events, int divergences)
    {
        for (var second = 0; second < 9 * events; second += 9)
            Moment(Of("\"2026-11-23T10:00:{0:00}.000000\"", second), Of("\"2026-11-23T10:00:{0:00}.000000\"", second + 1), second);

        Assert.Equal(divergences, Filter("""{"a":"2026-11-23T10:00:59.000000"}""", """{"a":"2026-11-23T10:00:58.500000"}""").Divergences.Count);
    }

    /// <summary>An event between two questions to legacy is noise there, and no reason to forget that these are events.</summary>
    [Fact]
    public void Filter_TimesOfEvents_AreKnownStill_AfterLegacyDiffered()
    {
        foreach (var second in (int[])[0, 9, 18, 27, 36])
            Moment(Of("17954280{0:00}.5", second), Of("17954280{0:00}.75", second), second);
        Observe(1, Of("17954280{0:00}.5", 36), Of("17954280{0:00}.75", 36), Of("17954280{0:00}.5", 45));
        Moment(Of("17954280{0:00}.5", 45), Of("17954280{0:00}.75", 45), 45);

        Assert.Empty(Filter(Of("17954280{0:00}.5", 59), Of("17954280{0:00}.75", 59)).Divergences);
    }

    /// <summary>A file's time is old, or falls from file to file, and a list has several: one that is rounded is no noise.</summary>
    [Theory]
    [InlineData("{{\"a\":1795428000.5}}", "{{\"a\":1795428000.25}}")]
    [InlineData("{{\"a\":17953{0:00}000.5}}", "{{\"a\":17953{0:00}000.25}}")]
    [InlineData("{{\"a\":[17954280{0:00}.5]}}", "{{\"a\":[17954280{0:00}.25]}}")]
    public void Filter_TimesThatAreOfNoEvent_AreNoNoise(string legacy, string modern)
    {
        for (var second = 0; second < 60; second += 9)
            Moment(string.Format(CultureInfo.InvariantCulture, legacy, second), string.Format(CultureInfo.InvariantCulture, modern, second), second);

        Assert.Single(Filter(string.Format(CultureInfo.InvariantCulture, legacy, 59), string.Format(CultureInfo.InvariantCulture, modern, 59)).Divergences);
    }

    [Fact]
    public void Propose_TimesOfEvents_AreRulesForSuch()
    {
        foreach (var second in (int[])[0, 9, 18, 27, 36])
            Moment($$"""{"at":17954280{{second:00}}.5,"job":"job_17954280{{second:00}}000000"}""", $$"""{"at":17954280{{second:00}}.75,"job":"job_17954280{{second:00}}000400"}""", second);

        var proposals = new RuleProposer(_noise, new(RuleSet.Empty)).Propose().Proposals;
        Assert.Equal([("body /at", "near-now", null, 5.0), ("body /job", "pattern", "{job_id}", null)], proposals.Select(one => (one.Rule.At, one.Rule.Action, one.Rule.Pattern, one.Rule.Seconds)));
        Assert.Equal("value body /at", Found(ResponseComparer.Compare(Pairs.Json("""{"at":1,"job":"job_1795428059000000"}""", """{"at":60,"job":"job_1795428059004000"}"""), Paste(proposals), new(2026, 11, 23))));
    }

    [Fact]
    public void Filter_ManyTexts_AreNoiseByTheirForm()
    {
        for (var i = 0; i < 30; i++)
            Observe(1, Text($"sid-{i:x8}"), Text($"sid-{i + 1:x8}"), Text($"sid-{i + 2:x8}"));

        Assert.Empty(Filter(Text("sid-00000001"), Text("sid-000000ff")).Divergences);
        Assert.Single(Filter(Text("sid-00000001"), Text("sid-000000ff0")).Divergences);
        Assert.Single(Filter(Text("sid-00000001"), Text("SID-000000ff")).Divergences);
        Assert.Single(Filter(Text("sid-00000001"), Text("")).Divergences);

        static string Text(string value) => $$"""{"a":"{{value}}"}""";
    }

    [Theory]
    [InlineData("<p>1</p>", "<p>2</p>", "text/html")]
    [InlineData("[1]", "[ 1]", "application/json")]
    [InlineData("[1]", "[", "application/json")]
    public void Filter_BodiesAsAWhole_AreNeverNoise(string legacy, string again, string type)
    {
        var (one, other) = (Pairs.Response(legacy, 200, ("Content-Type", type)), Pairs.Response(again, 200, ("Content-Type", type)));
        var divergences = Compare.Found.Compare(Pairs.Of(one, other)).Divergences;
        for (var i = 0; i < 50; i++)
            _noise.Observe("status", divergences, divergences);

        Assert.Single(_noise.Filter("status", Compare.Found.Compare(Pairs.Of(one, other))).Divergences);
    }

    [Fact]
    public void Filter_AnotherStatus_IsNeverNoise()
    {
        var pair = Pairs.Of(Pairs.Response("1"), Pairs.Response("1", 404));
        var divergences = Compare.Found.Compare(pair).Divergences;
        for (var i = 0; i < 50; i++)
            _noise.Observe("status", divergences, divergences);

        Assert.Single(_noise.Filter("status", Compare.Found.Compare(pair)).Divergences);
    }

    [Fact]
    public void Bounds_AreWrittenAndRead()
    {
        Observe(30, Now, Wrong, Later);
        var bounds = Assert.Single(_noise.Snapshot()).Places.Single(place => place.Key.At == "body /at").Value.Bounds;
        Assert.Equal(bounds.ToJson(), ValueBounds.Parse(bounds.ToJson()).ToJson());
        Assert.Equal(ValueBounds.None, ValueBounds.Parse("no JSON"));
    }

    [Fact]
    public void IsWellKnown_KeepsWhatIsKnownAboveTheMinimum()
    {
        Observe(39, Now, Now, Now);
        Assert.False(_noise.IsWellKnown("status"));
        Observe(20, Now, Now, Now);
        Assert.True(_noise.IsWellKnown("status"));
        Assert.False(_noise.IsWellKnown("health"));
    }

    [Fact]
    public void Propose_FromWhatWasLearned_GivesRulesThatCoverIt()
    {
        Observe(30, Now, Wrong, Later);

        var proposals = new RuleProposer(_noise, new(RuleSet.Empty)).Propose().Proposals;

        Assert.Equal([("body /at", "pattern", "{timestamp}"), ("body /id", "pattern", "{uuid}")], proposals.Select(one => (one.Rule.At, one.Rule.Action, one.Rule.Pattern)));
        Assert.All(proposals, one => Assert.True(one.Evidence is { InForce: true, LegacyAgainstItself: 1, LegacyAgainstModern: 1 }));
        var rules = Paste(proposals);
        Assert.Equal("value body /n", Found(ResponseComparer.Compare(Pairs.Json(Now, Wrong), rules, new(2026, 11, 23))));
        Assert.Empty(new RuleProposer(_noise, new(rules)).Propose().Proposals);
    }

    private static RuleSet Paste(IEnumerable<RuleProposal> proposals) => RulesFile.Parse(
        Encoding.UTF8.GetBytes($$"""{ "rules": [{{string.Join(',', proposals.Select(one => System.Text.Json.JsonSerializer.Serialize(one.Rule, ProposalJson.Default.ProposedRule)))}}] }"""), "rules.json");

    private void Observe(int times, string legacy, string modern, string again)
    {
        for (var i = 0; i < times; i++)
            _noise.Observe("status", Compare.Found.Compare(Pairs.Json(legacy, modern)).Divergences, Compare.Found.Compare(Pairs.Json(legacy, again)).Divergences);
    }

    private void Moment(string legacy, string modern, int second) =>
        _noise.Moments("status", Compare.Found.Compare(Pairs.Json(legacy, modern)).Divergences, DateTimeOffset.FromUnixTimeSeconds(1795428000 + second + 1));

    private static string Of(string form, int second) => $$"""{"a":{{string.Format(CultureInfo.InvariantCulture, form, second)}}}""";

    private Comparison Filter(string legacy, string modern) => _noise.Filter("status", Compare.Found.Compare(Pairs.Json(legacy, modern)));

    private static string Found(Comparison comparison) =>
        string.Join(", ", comparison.Divergences.Select(divergence => $"{KebabName<DivergenceKind>.Of(divergence.Difference.Kind)} {divergence.At}"));
}
