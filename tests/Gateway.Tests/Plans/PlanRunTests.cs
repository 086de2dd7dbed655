using Strangler.Contract;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Plans;

namespace Strangler.Gateway.Tests.Plans;

public sealed class PlanRunTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("legacy", 0, "shadow")]
    [InlineData("shadow", 1, "canary 1 %")]
    [InlineData("canary 0.5 %", 1, "canary 1 %")]
    [InlineData("canary 3 %", 2, "canary 5 %")]
    [InlineData("canary 25 %", 4, "live")]
    [InlineData("live", 5, null)]
    [InlineData("complete", 5, null)]
    public void Start_GoesOnFromWhereTheRouteIs(string stage, int step, string? next)
    {
        var run = Run(stage);
        Assert.Equal((step, next), (run.Step + 1, run.Next?.At.ToString()));
    }

    [Theory]
    [InlineData("canary 5 %", true, "Running", 3, null)]
    [InlineData("canary 5 %", false, "Paused", 3, "ana moved the route from canary 1 % to canary 5 %; it goes on from there once it is resumed")]
    [InlineData("canary 25 %", true, "Paused", 4, "ana moved the route from canary 1 % to canary 25 %; it goes on from there once it is resumed")]
    [InlineData("live", true, "Aborted", 5, "ana moved the route to live, so no step is left")]
    [InlineData("canary 0.5 %", true, "Aborted", 2, "ana took the route back from canary 1 % to canary 0.5 %")]
    [InlineData("legacy", true, "Aborted", 2, "ana took the route back from canary 1 % to legacy")]
    [InlineData("canary 1 %", false, "Running", 2, null)]
    public void Move_BySomebodyElse_StopsThePlan(string to, bool isStep, string state, int step, string? note)
    {
        var run = Run("canary 1 %").Moved(Stage(to), "ana", isStep);
        Assert.Equal((state, step, note), (run.State.ToString(), run.Step + 1, run.Note));
    }

    [Fact]
    public void Step_BeginsItsHoldAnew_AndWhatIsOverIsMovedByNothing()
    {
        var run = (Run("shadow") with { Held = TimeSpan.FromMinutes(90) }).Moved(Stage("canary 1 %"), "ana", isStep: true);
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromMinutes(30)), (run.Held, run.Left));

        var aborted = run.Aborted("enough");
        Assert.Equal(aborted, aborted.Moved(Stage("legacy"), "ben", isStep: false));
    }

    [Fact]
    public void Paused_IsMovedToo_AndNoStepOfIt()
    {
        var paused = Run("shadow").Paused("ana: the weekend");
        Assert.Equal(PlanState.Paused, paused.Moved(Stage("canary 1 %"), "ben", isStep: true).State);
        Assert.Equal(PlanState.Aborted, paused.Moved(Stage("legacy"), "ben", isStep: true).State);
    }

    [Fact]
    public void Plan_IsTheSameAsJson()
    {
        PromotionPlan plan = new([new("shadow", null, TimeSpan.FromDays(2)), new("canary", 0.5m, TimeSpan.FromSeconds(1)), new("live")], TimeSpan.FromHours(12), ["parity"]);
        Assert.Equal(
            """{"steps":[{"stage":"shadow","hold":"2.00:00:00"},{"stage":"canary","percentage":0.5,"hold":"00:00:01"},{"stage":"live","hold":"00:00:00"}],"deadline":"12:00:00","criteria":["parity"]}""",
            plan.ToJson());
        Assert.Equal(plan.ToJson(), PromotionPlan.OfJson(plan.ToJson()).ToJson());
    }

    private static PlanRun Run(string stage) => new PlanRun("status", "default", PromotionPlan.Default, "ana", "because", Force: false, Now).AtStart(Stage(stage));

    private static RouteStage Stage(string text) => RouteStage.TryParse(text, out var stage) ? stage : throw new FormatException(text);
}
