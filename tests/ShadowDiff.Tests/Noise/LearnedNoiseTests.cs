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

    private Comparison Filter(string legacy, string modern) => _noise.Filter("status", Compare.Found.Compare(Pairs.Json(legacy, modern)));

    private static string Found(Comparison comparison) =>
        string.Join(", ", comparison.Divergences.Select(divergence => $"{KebabName<DivergenceKind>.Of(divergence.Difference.Kind)} {divergence.At}"));
}
