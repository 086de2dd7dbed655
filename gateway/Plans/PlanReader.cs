using Strangler.Contract.Management;
using Strangler.Gateway.Configuration;

namespace Strangler.Gateway.Plans;

/// <summary>What the board, the command and the management API show of plans.</summary>
internal sealed class PlanReader(PlanBook book, PlanStore store, GatewayFiles files)
{
    /// <summary>Why nothing is known of them; null when they are known.</summary>
    public string? Problem => store.Problem;

    /// <summary>Those that can be chosen, the usual one first.</summary>
    public IReadOnlyList<string> Names => [.. files.Plans.Keys.OrderBy(name => name != PromotionPlan.DefaultName).ThenBy(name => name, StringComparer.Ordinal)];

    public PlansResponse Read() => new(
        [.. book.Runs.Select(Of)],
        [.. files.Plans.OrderBy(plan => plan.Key, StringComparer.Ordinal).Select(plan => new NamedPlanResponse(plan.Key, Steps(plan.Value), plan.Value.Deadline?.TotalSeconds, plan.Value.Criteria))],
        Problem);

    /// <summary>The route's plan; null when none is under way.</summary>
    public PlanResponse? Active(string route) => book.Find(route) is { IsActive: true } run ? Of(run) : null;

    public PlanResponse Of(PlanRun run) =>
        Of(run, PlanBook.Word(run.State), run.State == PlanState.Running ? book.Obstacle(run.Route) : run.Note);

    /// <summary>As it would begin.</summary>
    /// <param name="run">Of a plan that is not in the book.</param>
    /// <param name="because">What the gate would say now; null for nothing.</param>
    public PlanResponse DryRun(PlanRun run, string? because) => Of(run, "dry-run", because);

    private PlanResponse Of(PlanRun run, string state, string? because) => new(
        run.Route,
        run.PlanName,
        state,
        run.Step + 1,
        Steps(run.Plan),
        Math.Ceiling(run.Left.TotalSeconds),
        because,
        run.Started,
        run.Deadline,
        run.Who,
        run.Why,
        run.Force,
        files.Plans.GetValueOrDefault(run.PlanName)?.ToJson() != run.Plan.ToJson());

    private static IReadOnlyList<PlanStepResponse> Steps(PromotionPlan plan) =>
        [.. plan.Steps.Select(step => new PlanStepResponse(step.Stage, step.Percentage, step.Hold.TotalSeconds))];
}
