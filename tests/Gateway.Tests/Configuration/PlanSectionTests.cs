using System.Text;
using Strangler.Gateway.Configuration;

namespace Strangler.Gateway.Tests.Configuration;

public sealed class PlanSectionTests
{
    [Fact]
    public void GoodPlans_AreTaken_BesideTheOneThatIsBuiltIn()
    {
        const string Good = """
            "careful": { "description": "for writes", "deadline": "7.00:00:00", "criteria": ["parity", "critical"],
              "steps": [{ "stage": "shadow", "hold": "1.00:00:00" }, { "stage": "canary", "percentage": 0.01, "hold": "00:00:01" }, { "stage": "complete", "hold": "00:05:00" }] }
            """;

        Assert.Empty(Validate(Good));
        var plans = PlanSection.Plans(Text(Good));
        Assert.Equal(["careful", "default"], plans.Keys.Order());
        Assert.Equal((TimeSpan.FromDays(7), "canary 0.01 %"), (plans["careful"].Deadline, plans["careful"].Steps[1].At.ToString()));
        Assert.Equal("default", Assert.Single(PlanSection.Plans(Text("""  "default": { "steps": [{ "stage": "live" }] } """))).Key);
    }

    [Fact]
    public void MorePlansThanAPersonWrites_AreRefused()
    {
        static string Plans(int count) => string.Join(",\n", Enumerable.Range(0, count).Select(number => $$"""  "p{{number}}": { "steps": [{ "stage": "live" }] }"""));

        Assert.Empty(Validate(Plans(100)));
        Assert.EndsWith("plans: must have 100 members or fewer", Assert.Single(Validate(Plans(101))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "stage": "shadow", "hold": "00:01:00" }, { "stage": "shadow" }""", "line 3, plans.quick.steps[1]: shadow is not further than the step before, shadow; a plan only goes forward")]
    [InlineData("""{ "stage": "canary", "percentage": 5, "hold": "00:01:00" }, { "stage": "canary", "percentage": 1 }""", "line 3, plans.quick.steps[1]: canary 1 % is not further than the step before, canary 5 %; a plan only goes forward")]
    [InlineData("""{ "stage": "shadow" }, { "stage": "live" }""", "line 3, plans.quick.steps[0]: needs a hold from 00:00:01 to 30.00:00:00, how long the route stays there at least")]
    [InlineData("""{ "stage": "live", "hold": "31.00:00:00" }""", "line 3, plans.quick.steps[0]: needs a hold from 00:00:01 to 30.00:00:00, how long the route stays there at least")]
    [InlineData("""{ "stage": "live", "hold": "24:00:00" }""", "line 3, plans.quick.steps[0].hold: \"24:00:00\" does not fit: how long the route stays at the step at least, as hours:minutes:seconds such as 00:30:00")]
    [InlineData("""{ "stage": "live", "hold": 5 }""", "line 3, plans.quick.steps[0].hold: must be a text")]
    [InlineData("""{ "stage": "canary", "hold": "00:01:00" }""", "line 3, plans.quick.steps[0]: canary needs a percentage: a number from 0.01 to 99.99 with at most two decimals")]
    [InlineData("""{ "stage": "canary", "percentage": 0.015 }""", "line 3, plans.quick.steps[0]: 0.015 is no percentage of a canary")]
    [InlineData("""{ "stage": "canary", "percentage": 100 }""", "line 3, plans.quick.steps[0].percentage: must be 99.99 or less; it is 100")]
    [InlineData("""{ "stage": "canary", "percentage": 0 }""", "line 3, plans.quick.steps[0].percentage: must be 0.01 or more; it is 0")]
    [InlineData("""{ "stage": "shadow", "percentage": 5 }""", "line 3, plans.quick.steps[0]: Only canary has a percentage; shadow has none")]
    [InlineData("""{ "stage": "legacy" }""", "line 3, plans.quick.steps[0].stage: must be one of shadow, canary, live, complete; it is \"legacy\"")]
    [InlineData("""{ "stage": "lvie" }""", "it is \"lvie\"; did you mean 'live'?")]
    [InlineData("""{ "stage": "live", "hodl": "00:01:00" }""", "'hodl' is not known here; did you mean 'hold'?")]
    [InlineData("", "line 2, plans.quick.steps: must have 1 or more entries")]
    public void WrongStep_IsNamedAtItsLine(string steps, string fault) =>
        Assert.Contains(fault, Assert.Single(Validate($"\"quick\": {{ \"steps\": [\n{steps}] }}")), StringComparison.Ordinal);

    [Theory]
    [InlineData(""" "Quick": { "steps": [{ "stage": "live" }] }""", "line 2, plans.Quick: 'Quick' is no name of a plan: 40 lower case letters, digits, - and _ at most, a letter first")]
    [InlineData(""" "quick": { "deadline": "00:00:30", "steps": [{ "stage": "live" }] }""", "line 2, plans.quick.deadline: must be from 00:01:00 to 365.00:00:00; it is 00:00:30")]
    [InlineData(""" "quick": { "criteria": ["partiy"], "steps": [{ "stage": "live" }] }""", "it is \"partiy\"; did you mean 'parity'?")]
    [InlineData(""" "quick": { }""", "line 2, plans.quick.steps: 'steps' is missing")]
    [InlineData(""" "quick": { "steps": [{ "stage": "live" }] }, "quick": { "steps": [{ "stage": "live" }] }""", "'quick' stands in line 2 already; keep one")]
    public void WrongPlan_IsNamedAtItsLine(string plan, string fault) => Assert.Contains(fault, Assert.Single(Validate(plan)), StringComparison.Ordinal);

    private static IReadOnlyList<string> Validate(string plans) => new FeaturesValidator("features.json", () => null).Validate(Text(plans));

    private static byte[] Text(string plans) =>
        Encoding.UTF8.GetBytes($"{{ \"feature_management\": {{ \"feature_flags\": [{{ \"id\": \"legacy-only\", \"enabled\": false }}] }}, \"plans\": {{\n{plans} }} }}");
}
