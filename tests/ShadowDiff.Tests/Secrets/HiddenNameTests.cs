using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Secrets;
using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Tests.Secrets;

/// <summary>A member's name may be the secret: no place shows it, and two places stay two.</summary>
public sealed class HiddenNameTests
{
    private const string Place = "body /tokens/(name 6ca13d52ca70)";

    [Fact]
    public void Places_AreAsManyAsBefore_AndShowNoName()
    {
        var comparison = new ResponseComparison(new RulesInForce(RuleSet.Empty), TimeProvider.System);
        var pair = Pairs.Json("""{"tokens":{"abc123":true,"def456":1}}""", """{"tokens":{"abc123":false}}""");

        var found = comparison.RedactedResultOf(pair).Divergences;

        Assert.Equal([Place, "body /tokens/(name 8f61ad5cfa0c)"], found.Select(one => one.At).Order(StringComparer.Ordinal));
        Assert.Equal(found.Select(one => one.At), found.Select(one => one.Path));
        Assert.Equal(
            [Fingerprint.Of(pair, "body /tokens/abc123", DivergenceKind.Value), Fingerprint.Of(pair, "body /tokens/def456", DivergenceKind.Missing)], found.Select(one => one.Fingerprint));
    }

    [Theory]
    [InlineData("status", "status")]
    [InlineData("header X-Token", "header X-Token")]
    [InlineData("body /user/token", "body /user/token")]
    [InlineData("body /tokens/*", "body /tokens/*")]
    [InlineData("body /tokens/abc123", Place)]
    [InlineData("body /tokens/*/abc123", "body /tokens/*/(name 6ca13d52ca70)")]
    [InlineData(Place, Place)]
    public void Path(string at, string shown) => Assert.Equal(shown, SecretNames.WellKnown.OutOfPath(at));

    /// <summary>Whether a divergence could show again is told by the very name still.</summary>
    [Theory]
    [InlineData("""{"tokens":{"abc123":true}}""", true)]
    [InlineData("""{"tokens":{"abc124":true}}""", false)]
    public void CouldShowAgain(string legacy, bool could) =>
        Assert.Equal(could, new DivergencePlace(Place, "value", 200, null).CouldShowIn(Pairs.Json(legacy, "{}")));
}
