namespace Strangler.Contract.Management;

/// <summary>A route's plan, under way or ended.</summary>
/// <param name="Plan">Its name in <c>features.json</c>.</param>
/// <param name="State"><c>running</c>, <c>paused</c>, <c>done</c> or <c>aborted</c>; <c>dry-run</c> where it was only asked what it would do.</param>
/// <param name="Step">The step that the route has reached, counted from 1; 0 before the first.</param>
/// <param name="Steps">As they were when it started.</param>
/// <param name="LeftSeconds">What is left of the hold at this step.</param>
/// <param name="Because">What is in the way of the next step, or why it is paused or aborted; null where it only holds, or is done.</param>
/// <param name="Deadline">When it stands still if it is not at its end by then; null for never.</param>
/// <param name="Who">Who started it.</param>
/// <param name="Why">The stated reason.</param>
/// <param name="Force">Whether its steps go past the gate and constraints.</param>
/// <param name="IsEdited">Whether <c>features.json</c> says something else of this plan by now; that counts from the next start of it.</param>
public sealed record PlanResponse(
    string Route,
    string Plan,
    string State,
    int Step,
    IReadOnlyList<PlanStepResponse> Steps,
    double LeftSeconds,
    string? Because,
    DateTimeOffset Started,
    DateTimeOffset? Deadline,
    string Who,
    string Why,
    bool Force,
    bool IsEdited);

/// <summary>One step of a plan.</summary>
/// <param name="Percentage">At canary; else null.</param>
/// <param name="HoldSeconds">How long the route stays there at least.</param>
public sealed record PlanStepResponse(string Stage, decimal? Percentage, double HoldSeconds);

/// <summary>A plan that can be chosen.</summary>
/// <param name="Criteria">The gate's criteria that count; null for all.</param>
public sealed record NamedPlanResponse(string Plan, IReadOnlyList<PlanStepResponse> Steps, double? DeadlineSeconds, IReadOnlyList<string>? Criteria);

/// <summary>Answer of <c>GET /api/plans</c>.</summary>
/// <param name="Routes">The last plan of each route that has had one.</param>
/// <param name="Plans">Those that can be chosen.</param>
/// <param name="Problem">Why nothing is known of the routes' plans, so that none goes on; null when they are known.</param>
public sealed record PlansResponse(IReadOnlyList<PlanResponse> Routes, IReadOnlyList<NamedPlanResponse> Plans, string? Problem);

/// <summary>Answer to what was done to plans.</summary>
/// <param name="Routes">The plans, as they are now.</param>
/// <param name="Warning">Carried out, but something needs a person; null when nothing does.</param>
public sealed record PlanChangeResponse(IReadOnlyList<PlanResponse> Routes, string? Warning);
