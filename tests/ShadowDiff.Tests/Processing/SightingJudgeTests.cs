using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Processing;
using Strangler.ShadowDiff.Tests.Compare;

namespace Strangler.ShadowDiff.Tests.Processing;

public sealed class SightingJudgeTests
{
    /// <summary>Where both sides have gone on, beside a backup: another state gives another time or text, never a text for a time.</summary>
    [Theory]
    [InlineData("2026-11-22T21:15:50", "2026-11-22T21:10:50", true)]
    [InlineData("idle since 21:15", "busy since 21:15", true)]
    [InlineData("2026-13-22T21:15:50", "2026-11-22T21:15:50", false)]
    [InlineData("2026-11-22T21:15:50", "22.11.2026 21:15", false)]
    public void Judge_OtherValuesAnew_AreOfStateWhereTheyAreOfOneKind(string legacy, string modern, bool isOfState)
    {
        var comparison = Found.Compare(Pairs.Json($$"""{"a":"{{legacy}}"}""", $$"""{"a":"{{modern}}"}"""));
        var divergence = Assert.Single(comparison.Divergences);
        var later = divergence.Difference with { Legacy = Later(legacy), Modern = Later(modern) };
        var again = new Again(new Dictionary<string, Difference>(StringComparer.Ordinal) { [divergence.Fingerprint] = later }, [divergence.At], new HashSet<string>(), new HashSet<string>());

        var judged = new SightingJudge(new NothingKnown(), passingSightings: 3).Judge(comparison, new StateMoment(IsApart: true, Channel: null), again);

        Assert.Equal(isOfState ? Sighting.State : Sighting.Stable, Assert.Single(judged.Divergences).Sighting);

        static string Later(string text) => $"\"{text.Replace("21:1", "21:2", StringComparison.Ordinal)}\"";
    }

    /// <summary>An age in milliseconds differs anew in each answer, as other states would: but the clock alone moves it.</summary>
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Judge_ANumberThatGoesWithTheClock_IsOfNoState(bool isOfTheClock, bool isOfState)
    {
        var comparison = Found.Compare(Pairs.Json("""{"age":1.5}""", """{"age":1500.0}"""));
        var divergence = Assert.Single(comparison.Divergences);
        var later = divergence.Difference with { Legacy = "2.5", Modern = "2500.0" };
        HashSet<string> here = [divergence.At];
        var again = new Again(new Dictionary<string, Difference>(StringComparer.Ordinal) { [divergence.Fingerprint] = later }, [], here, isOfTheClock ? here : new HashSet<string>());

        var judged = new SightingJudge(new NothingKnown(), passingSightings: 3).Judge(comparison, new StateMoment(IsApart: true, Channel: null), again);

        Assert.Equal(isOfState ? Sighting.State : Sighting.Stable, Assert.Single(judged.Divergences).Sighting);
    }
}
