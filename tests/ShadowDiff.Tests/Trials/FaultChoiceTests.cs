using Strangler.ShadowDiff.Faults;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Trials;

namespace Strangler.ShadowDiff.Tests.Trials;

public sealed class FaultChoiceTests
{
    private const string Body = """{"a":true,"b":7,"c":"text","d":["x","y"],"e":{"f":null}}""";

    private static readonly FaultSite[] Sites = [.. FaultSite.In(Pairs.Json(Body, Body), Plan(1, 1_000))];

    [Fact]
    public void SameSeed_ChoosesTheSame_InWhateverOrderTheSitesCome() =>
        Assert.Equal(Choose(Plan(7, 20), Sites), Choose(Plan(7, 20), [.. Sites.Reverse()]));

    [Fact]
    public void AnotherSeed_ChoosesOthers() => Assert.NotEqual(Choose(Plan(7, 20), Sites), Choose(Plan(8, 20), Sites));

    [Fact]
    public void Chosen_AreAsManyOfEachKind_AndHalfAsManyVariations()
    {
        var choice = new FaultChoice(Plan(1, 20), "status");
        Assert.True(choice.Add(Sites));
        Assert.False(choice.Add(Sites));
        FaultSite[] chosen = [.. choice.Chosen];
        Assert.Equal((20, 10), (chosen.Count(site => site.Form.Kind is not null), chosen.Count(site => site.Form.Kind is null)));
        Assert.All(chosen.Where(site => site.Form.Kind is not null).GroupBy(site => site.Form.Kind), kind => Assert.InRange(kind.Count(), 1, 3));
    }

    [Fact]
    public void Plan_OfOneSide_AltersItAlone() =>
        Assert.All(FaultSite.In(Pairs.Json(Body, Body), Plan(1, 1_000) with { Of = Side.Legacy }), site => Assert.Equal(Side.Legacy, site.Of));

    private static string Choose(TrialPlan plan, FaultSite[] sites)
    {
        var choice = new FaultChoice(plan, "status");
        foreach (var site in sites)
            choice.Add([site]);
        return string.Join('\n', choice.Chosen.Select(site => site.Name));
    }

    private static TrialPlan Plan(int seed, int faults) => new(seed, faults, Enum.GetValues<FaultKind>().ToHashSet(), new HashSet<string> { "status" }, null);
}
