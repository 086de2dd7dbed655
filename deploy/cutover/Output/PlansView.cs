using System.Globalization;
using Spectre.Console;
using Strangler.Contract;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Output;

/// <summary>Plans, for <c>plans</c>, <c>promote</c>, <c>plan</c> and <c>status</c>.</summary>
internal static class PlansView
{
    public static void Show(this Screen screen, PlansResponse plans)
    {
        if (plans.Problem is { } problem)
            screen.WriteLine(problem, Cell.Alarm);
        foreach (var plan in plans.Routes)
            screen.Show(plan);
        if (plans.Routes.Count == 0)
            screen.WriteLine("No route has a plan.");

        screen.WriteLine("");
        screen.WriteLine("Plans that can be chosen:");
        foreach (var plan in plans.Plans)
        {
            var deadline = plan.DeadlineSeconds is { } seconds ? $"; stands still after {Time(seconds)}" : "";
            var criteria = plan.Criteria is { } names ? $"; of the gate only {string.Join(", ", names)}" : "";
            screen.WriteLine($"  {plan.Plan}: {string.Join(", ", plan.Steps.Select(Describe))}{deadline}{criteria}");
        }
    }

    public static void Show(this Screen screen, PlanChangeResponse answer)
    {
        foreach (var plan in answer.Routes)
            screen.Show(plan);
        if (answer.Warning is { } warning)
            screen.WriteLine($"Warning: {warning}", Cell.Alarm);
    }

    /// <summary>One line.</summary>
    public static void Show(this Screen screen, PlanResponse plan)
    {
        var at = plan.Step > 0 ? RouteStage.Shown(plan.Steps[plan.Step - 1].Stage, plan.Steps[plan.Step - 1].Percentage) : "not begun";
        var left = plan is { State: "running" or "paused", LeftSeconds: > 0 } ? $", {Time(plan.LeftSeconds)} left" : "";
        var forced = plan.Force ? ", forced" : "";
        var edited = plan is { IsEdited: true, State: "running" or "paused" } ? " [features.json says something else of this plan by now; it counts from its next start]" : "";
        screen.WriteLine(
            $"{plan.Route}: plan {plan.Plan} {plan.State} at step {plan.Step} of {plan.Steps.Count} ({at}){left}{forced}{(plan.Because is { } because ? $": {because}" : "")}{edited}",
            plan.State is "paused" || (plan.State == "running" && plan.Because is not null) ? Cell.Alarm : Style.Plain);
    }

    /// <summary>A line each step, and what is in the way.</summary>
    public static void ShowSteps(this Screen screen, PlanResponse plan)
    {
        screen.WriteLine($"{plan.Route}: plan {plan.Plan}");
        foreach (var (step, index) in plan.Steps.Select((step, index) => (step, index)))
            screen.WriteLine($"  {index + 1}  {Describe(step)}{(index + 1 == plan.Step ? "  (the route is here)" : index + 1 < plan.Step ? "  (behind)" : "")}");
        screen.WriteLine(plan.Because is { } because ? $"  {because}" : "  the promotion gate lets it through now");
    }

    private static string Describe(PlanStepResponse step) =>
        $"{RouteStage.Shown(step.Stage, step.Percentage)}{(step.HoldSeconds > 0 ? $" for {Time(step.HoldSeconds)}" : "")}";

    /// <summary>As in features.json.</summary>
    private static string Time(double seconds) => TimeSpan.FromSeconds(seconds).ToString("c", CultureInfo.InvariantCulture);
}
