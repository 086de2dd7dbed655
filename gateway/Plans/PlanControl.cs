using Strangler.Contract.Management;
using Strangler.Gateway.Audit;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Routing;
using Strangler.Settings;
using Strangler.ShadowDiff.Gate;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Plans;

/// <summary>The operator's verbs for plans. Each is written to the database before it returns, and audited.</summary>
internal sealed class PlanControl(
    PlanBook book, PlanStore store, PlanRunner runner, PlanReader reader, RouteTable routes, CutoverState cutover, Latches latches, GatewayFiles files, PromotionGate gate, AuditLog audit, TimeProvider time)
{
    private const string AllLegacy = "Legacy answers every route (legacy-only or --legacy-flask-proxy): no plan goes on before that is off.";

    /// <summary>Starts a plan for each of the routes, or for none of them.</summary>
    public async Task<PlanOutcome> StartAsync(PromoteRequest request, CancellationToken cancellationToken)
    {
        var name = request.Plan ?? PromotionPlan.DefaultName;
        var plans = files.Plans;
        if (!plans.TryGetValue(name, out var plan))
            return PlanOutcome.Refused(CutoverRefusalKind.Unknown, $"There is no plan '{name}'; {NearestName.Advice(name, [.. plans.Keys], "the plans are")}.");
        if (!routes.HasLegacy)
            return PlanOutcome.Refused(CutoverRefusalKind.NoLegacy, $"No route can be promoted: {RouteTable.NoLegacy}, and every route is complete.");
        if (cutover.Current.IsAllLegacy)
            return PlanOutcome.Refused(CutoverRefusalKind.Constraint, AllLegacy);
        if (store.Problem is { } unknown)
            return PlanOutcome.Refused(CutoverRefusalKind.File, unknown);

        IReadOnlyList<string> names = request.All
            ? [.. routes.Routes.Where(route => Objection(route, name, plan) is null)]
            : [.. (request.Routes ?? []).Distinct()];
        if (names.Count == 0)
            return PlanOutcome.Refused(CutoverRefusalKind.Constraint, $"No route is before the end of the plan '{name}' and without a plan under way.");
        if (names.Select(route => Objection(route, name, plan)).OfType<CutoverRefusal>().ToList() is { Count: > 0 } objections)
            return PlanOutcome.Refused(objections[0].Kind, [.. objections.SelectMany(objection => objection.Errors)]);

        List<PlanRun> runs = [.. names.Select(route => new PlanRun(route, name, plan, request.Who!, request.Reason!, request.Force, time.GetUtcNow()))];
        return request.DryRun ? await DryRunAsync(runs, cancellationToken) : await StartAsync(runs, cancellationToken);
    }

    /// <summary>The plan stands still, and the route stays where it is.</summary>
    public Task<PlanOutcome> PauseAsync(string route, string who, string why) => ChangeAsync(route, who, why, "paused", run => run.State == PlanState.Paused ? run : run.Paused($"{who}: {why}"));

    /// <summary>It goes on, from where the route is.</summary>
    public Task<PlanOutcome> ResumeAsync(string route, string who, string why) => cutover.Current.IsAllLegacy
        ? Task.FromResult(PlanOutcome.Refused(CutoverRefusalKind.Constraint, AllLegacy))
        : ChangeAsync(route, who, why, "resumed", run => run.State == PlanState.Running ? run : run.Resumed(time.GetUtcNow()));

    /// <summary>The plan is over, and the route stays where it is.</summary>
    public Task<PlanOutcome> AbortAsync(string route, string who, string why) => ChangeAsync(route, who, why, "aborted", run => run.Aborted($"{who}: {why}"));

    private async Task<PlanOutcome> StartAsync(List<PlanRun> runs, CancellationToken cancellationToken)
    {
        if (book.TryAdd(runs) is { } taken)
            return PlanOutcome.Refused(CutoverRefusalKind.Constraint, HasOne(book.Find(taken)!));
        if (await store.SaveAsync() is { } problem)
        {
            // Not taken out: what has not answered may still be written, and must not run after a restart.
            runs.ForEach(run => book.Update(run.Route, now => now.Aborted("it could not be written when it was started")));
            return PlanOutcome.Refused(CutoverRefusalKind.File, $"A plan outlives a restart or is not started, and it cannot be written: {problem}");
        }

        var warning = await audit.AppendAllAsync([.. runs.Select(run => book.Entry(book.Find(run.Route)!, run.Who, $"started ({string.Join(", ", run.Plan.Steps.Select(step => step.At))}): {run.Why}"))]);
        await runner.TickAsync(cancellationToken);
        return new PlanOutcome(null, [.. runs.Select(run => reader.Of(book.Find(run.Route)!))], warning);
    }

    private async Task<PlanOutcome> DryRunAsync(List<PlanRun> runs, CancellationToken cancellationToken)
    {
        try
        {
            var verdicts = await gate.JudgeAsync(runs.Select(run => run.Route), cancellationToken);
            return new PlanOutcome(null, [.. runs.Select(run => reader.DryRun(
                run.AtStart(cutover.Current.RouteStageOf(run.Route)),
                verdicts[run.Route].BlockingOf(run.Plan.Criteria) is { Count: > 0 } blocking ? $"the promotion gate says now: {string.Join("; ", blocking)}" : null))]);
        }
        catch (StoreException ex)
        {
            return PlanOutcome.Refused(CutoverRefusalKind.File, $"The promotion gate cannot be asked: {ex.Message}");
        }
    }

    private async Task<PlanOutcome> ChangeAsync(string route, string who, string why, string done, Func<PlanRun, PlanRun> change)
    {
        if (!routes.Routes.Contains(route))
            return PlanOutcome.Refused(CutoverRefusalKind.Unknown, $"There is no route '{route}'; {NearestName.Advice(route, routes.Routes, "the routes are")}.");
        if (store.Problem is { } unknown)
            return PlanOutcome.Refused(CutoverRefusalKind.File, unknown);
        if (book.Find(route) is not { IsActive: true })
            return PlanOutcome.Refused(CutoverRefusalKind.Unknown, $"The route '{route}' has no plan under way.");

        var isChanged = false;
        var after = book.Update(route, now =>
        {
            var changed = now.IsActive ? change(now) : now; // it may have ended since
            isChanged = changed != now;
            return changed;
        });
        if (!isChanged)
            return new PlanOutcome(null, [reader.Of(after)]);

        var problem = await store.SaveAsync();
        var warning = await audit.AppendAsync(book.Entry(after, who, $"{done} at {PlanRun.Position(after.Step, after.Plan)}: {why}"));
        return new PlanOutcome(null, [reader.Of(after)], problem is null ? warning : $"In force, but not yet written, and a restart before that undoes it: {problem}");
    }

    /// <summary>Null where the route can have the plan.</summary>
    private CutoverRefusal? Objection(string route, string name, PromotionPlan plan) =>
        !routes.Routes.Contains(route) ? new(CutoverRefusalKind.Unknown, [$"There is no route '{route}'; {NearestName.Advice(route, routes.Routes, "the routes are")}."])
        : !routes.Modules.ContainsKey(route) ? new(CutoverRefusalKind.Invalid, [$"The route '{route}' has no C# module yet: only legacy can answer it."])
        : latches.Of(route) is { } latch ? new(CutoverRefusalKind.Latched, [$"The gateway has taken '{route}' back from {latch.From}, and no plan brings it forward until a person has moved it: {latch.Evidence}"])
        : book.Find(route) is { IsActive: true } run ? new(CutoverRefusalKind.Constraint, [HasOne(run)])
        : plan.StepAt(cutover.Current.RouteStageOf(route)) == plan.Steps.Count - 1 ? new(CutoverRefusalKind.Constraint, [$"The route '{route}' is at {cutover.Current.RouteStageOf(route)} already: the plan '{name}' ends at {plan.Steps[^1].At}."])
        : null;

    private static string HasOne(PlanRun run) => $"The route '{run.Route}' has a plan already: '{run.PlanName}', {PlanBook.Word(run.State)} at {PlanRun.Position(run.Step, run.Plan)}. Abort it first.";
}

/// <summary>What became of an operator's request.</summary>
/// <param name="Refusal">Null when it was carried out.</param>
/// <param name="Plans">As they are now.</param>
/// <param name="Warning">Carried out, but something needs a person.</param>
internal sealed record PlanOutcome(CutoverRefusal? Refusal, IReadOnlyList<PlanResponse> Plans, string? Warning = null)
{
    public static PlanOutcome Refused(CutoverRefusalKind kind, params IReadOnlyList<string> errors) => new(new CutoverRefusal(kind, errors), []);
}
