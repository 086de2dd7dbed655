using System.Globalization;
using Strangler.Contract;
using Strangler.Gateway.Audit;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Routing;
using Strangler.Settings;
using Strangler.ShadowDiff.Gate;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Cutover;

/// <summary>The operator's verbs. Each edits <c>features.json</c>, is in force before it returns, and is audited.</summary>
internal sealed class CutoverControl(
    GatewayFiles files, RouteTable routes, CutoverState state, CutoverTurn turn, CutoverSwap swap, FeaturesEdit features, UnwrittenExits unwritten, Latches latches, AuditLog audit, PromotionGate gate,
    IRouteReadiness readiness)
{
    private const string PlainProxy =
        "The gateway was started with --legacy-flask-proxy (Cutover:LegacyFlaskProxy), which outranks features.json: legacy answers every route until it is started without that.";

    /// <summary>Moves a route. Forward to where modern answers, or answers more, only past the promotion gate and with a module that can work, unless forced; back always, as long as there is a legacy.</summary>
    public Task<CutoverOutcome> SetStageAsync(string route, RouteStage stage, string who, string why, bool force, CancellationToken cancellationToken) =>
        SetStageAsync(route, stage, who, why, force, null, cancellationToken);

    /// <summary>As <see cref="SetStageAsync(string, RouteStage, string, string, bool, CancellationToken)"/>, as a step of a plan: only while nobody else has moved the route.</summary>
    public async Task<CutoverOutcome> SetStageAsync(string route, RouteStage stage, string who, string why, bool force, PlannedStep? step, CancellationToken cancellationToken)
    {
        if (Refusal(route, stage) is { } refusal)
            return refusal;
        if (step is null && await TryGoBackAsync(route, stage, who, why, force) is { } back)
            return back;

        // Before its turn: nobody must wait while the gate reads a database, or while a file is read.
        var below = stage.Stage >= Stage.Canary && routes.Modules.ContainsKey(route) ? await BelowTheGateAsync(route, stage, step?.Criteria, cancellationToken) : null;
        var unready = stage.Stage >= Stage.Canary && routes.Modules.ContainsKey(route) ? await readiness.ProblemOfAsync(route, cancellationToken) : null;
        var reading = await features.ReadAsync();

        using (await turn.TakeAsync(cancellationToken))
        {
            reading = await features.AfterHandEditAsync(reading);
            if (Refusal(route, stage) is { } refused)
                return refused;
            if (step?.Objection() is { } objection)
                return CutoverOutcome.Refused(CutoverRefusalKind.Invalid, objection);

            var now = state.Current.RouteStageOf(route);
            if (now.IsFurtherThan(stage) && step is not null)
                return CutoverOutcome.Refused(CutoverRefusalKind.Invalid, $"The route '{route}' is at {now}, further than {stage}.");

            var isByProgram = step is not null || ProgramNames.Has(who);
            if (stage.IsFurtherThan(now) && isByProgram && latches.Of(route) is { } latch)
                return CutoverOutcome.Refused(CutoverRefusalKind.Latched, $"The route '{route}' was taken back from {latch.From}, and stays at {latch.To} until a person moves it: {latch.Evidence}");

            var broken = CutoverConstraint.BrokenBy(route, stage.Stage, state.Current.StageOf);
            IReadOnlyList<string> objections = stage.IsFurtherThan(now) ? [.. broken, .. ((string?[])[unready, below]).OfType<string>()] : broken;
            if (objections.Count > 0 && !force)
                return CutoverOutcome.Refused(broken.Count > 0 ? CutoverRefusalKind.Constraint : unready is not null ? CutoverRefusalKind.NotReady : CutoverRefusalKind.Gate, objections);

            if (!now.IsFurtherThan(stage))
            {
                var unmove = readiness.Moves(route, isForced: objections.Count > 0);
                var outcome = await features.EditAsync(
                    reading, file => (step?.Checked(route, file) ?? file).SetStage(route, stage.Stage.Name(), stage.Percentage), who, Forced(why, objections), isByProgram ? null : route);
                if (outcome.Refusal is not null)
                    unmove();
                return Settled(outcome, isInForce: state.Current.RouteStageOf(route) == stage);
            }
        }

        return await SetStageAsync(route, stage, who, why, force, step, cancellationToken); // somebody has moved it further meanwhile
    }

    /// <summary>Takes a route back to a stage that is less far than its own; null where it is at no further one.</summary>
    private async Task<CutoverOutcome?> TryGoBackAsync(string route, RouteStage stage, string who, string why, bool force)
    {
        Task<SwapOutcome> swapped;
        string reason;
        lock (turn.Moment)
        {
            if (!state.Current.RouteStageOf(route).IsFurtherThan(stage))
                return null;

            var broken = stage.Stage == Stage.Legacy ? [] : CutoverConstraint.BrokenBy(route, stage.Stage, state.Current.StageOf);
            if (broken.Count > 0 && !force)
                return CutoverOutcome.Refused(CutoverRefusalKind.Constraint, broken);

            reason = Forced(why, broken);
            if (!ProgramNames.Has(who))
                latches.Release(route);
            swapped = Exit(CutoverExit.To(route, stage), who, reason);
        }

        return await WrittenAsync(swapped, who, reason);
    }

    private CutoverOutcome? Refusal(string route, RouteStage stage) => !routes.Routes.Contains(route) ? UnknownRoute(route)
        : stage.Stage != Stage.Legacy && !routes.Modules.ContainsKey(route)
            ? CutoverOutcome.Refused(CutoverRefusalKind.Invalid, $"The route '{route}' has no C# module yet: only legacy can answer it.")
        : stage.Stage != Stage.Complete && !routes.HasLegacy
            ? CutoverOutcome.Refused(CutoverRefusalKind.NoLegacy, $"The route '{route}' cannot be at {stage}: {RouteTable.NoLegacy}. Give it one first; it is in force once the file is saved.")
        : null;

    private static string Forced(string why, IReadOnlyList<string> objections) => objections.Count > 0 ? $"{why} [forced: {Sentences.Of(objections)}]" : why;

    /// <summary>Takes one route, or every one, back to legacy.</summary>
    public Task<CutoverOutcome> RollBackAsync(string? route, string who, string why) =>
        ExitAsync(CutoverExit.RollBack(route), who, why);

    /// <summary>Turns the switch that sends every route to legacy. On is a way back; off is a change like any other.</summary>
    public async Task<CutoverOutcome> SetLegacyOnlyAsync(bool enabled, string who, string why, CancellationToken cancellationToken)
    {
        if (enabled)
            return await ExitAsync(CutoverExit.LegacyOnly, who, why);

        var reading = await features.ReadAsync();
        using var mine = await turn.TakeAsync(cancellationToken);
        var outcome = await features.EditAsync(await features.AfterHandEditAsync(reading), file => file.SetLegacyOnly(false), who, why, released: null);
        return Settled(outcome, isInForce: !state.Current.LegacyOnly);
    }

    /// <summary>Puts back what an audited change found before it.</summary>
    public async Task<CutoverOutcome> RevertAsync(long id, string who, string why, CancellationToken cancellationToken)
    {
        AuditEntry? entry;
        try
        {
            entry = await audit.FindAsync(id, cancellationToken);
        }
        catch (StoreException ex)
        {
            return CutoverOutcome.Refused(CutoverRefusalKind.File, $"What the audit entry {id} has moved is not known: {ex.Message} To take a route back, use 'rollback' or 'set', which need no database.");
        }

        if (entry is null)
            return CutoverOutcome.Refused(CutoverRefusalKind.Unknown, $"There is no audit entry {id}.");

        if (entry.Before == entry.After)
            return CutoverOutcome.Refused(CutoverRefusalKind.Invalid, $"Audit entry {id} has moved nothing that could be put back.");
        if (!entry.IsOf(files.Features.File.Path))
            return CutoverOutcome.Refused(CutoverRefusalKind.Invalid, $"Audit entry {id} is of another configuration: {entry.File}.");

        var later = await audit.SinceAsync(entry, cancellationToken);
        var outcome = await PutBackAsync(entry, who, why, cancellationToken);
        return outcome.Changes.Count > 0 && later.Count > 0 ? outcome with { Warning = Sentences.Joined(outcome.Warning, UndoneToo(later)) } : outcome;
    }

    private async Task<CutoverOutcome> PutBackAsync(AuditEntry entry, string who, string why, CancellationToken cancellationToken)
    {
        if (entry.Route == FeatureFlag.LegacyOnly)
            return await SetLegacyOnlyAsync(entry.Before == "on", who, why, cancellationToken);

        return RouteStage.TryParse(entry.Before, out var stage)
            ? await SetStageAsync(entry.Route, stage, who, why, force: false, cancellationToken)
            : CutoverOutcome.Refused(CutoverRefusalKind.Invalid, $"Audit entry {entry.Id} has no stage to go back to.");
    }

    private static string UndoneToo(IReadOnlyList<AuditEntry> later) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(later.Count == 1 ? $"A later change of {later[0].Route} is undone with it" : $"{later.Count} later changes of {later[0].Route} are undone with it, the newest of them")}: {later[0].Id}, {later[0].Before} > {later[0].After} by {later[0].Who} at {later[0].At.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z.");

    /// <summary>Null when the gate lets the route through.</summary>
    private async Task<string?> BelowTheGateAsync(string route, RouteStage stage, IReadOnlyCollection<string>? criteria, CancellationToken cancellationToken)
    {
        try
        {
            var verdict = await gate.JudgeAsync(route, cancellationToken);
            return verdict.BlockingOf(criteria) is { Count: > 0 } blocking ? $"'{route}' is below the promotion gate for {stage}: {string.Join("; ", blocking)}." : null;
        }
        catch (StoreException ex)
        {
            return $"The promotion gate cannot be asked about '{route}': {ex.Message}";
        }
    }

    /// <summary>
    /// In force at once, and only then written, so that no other change, no broken file, none that does not answer, and no full disk is in the way.
    /// </summary>
    private async Task<CutoverOutcome> ExitAsync(CutoverExit exit, string who, string why)
    {
        if (exit.Route is { } route && !routes.Routes.Contains(route))
            return UnknownRoute(route);
        if (!routes.HasLegacy)
            return CutoverOutcome.Refused(CutoverRefusalKind.NoLegacy, $"Nothing to go back to: {RouteTable.NoLegacy}. Give it one first; it is in force once the file is saved.");

        return await WrittenAsync(Exit(exit, who, why), who, why);
    }

    /// <summary>In force with the return; the answer waits for the audit.</summary>
    private Task<SwapOutcome> Exit(CutoverExit exit, string who, string why)
    {
        lock (turn.Moment)
        {
            unwritten.Add(exit with { Look = features.Looks });
            return swap.SwapAsync(exit.In, who, why);
        }
    }

    /// <summary>Waits for the disk of the audit and for that of the file at the same time: either may hang.</summary>
    private async Task<CutoverOutcome> WrittenAsync(Task<SwapOutcome> swap, string who, string why)
    {
        var write = features.WriteAsync(who, why);
        var (swapped, written) = (await swap, await write);
        return Settled(new CutoverOutcome(null, swapped.Changes, Sentences.Joined(swapped.Warning, Warning(written))), isInForce: true);
    }

    private static string? Warning(CutoverOutcome written) => written switch
    {
        { Refusal: { } refusal } => $"In force, but not written; it is tried again every few seconds, and a restart before that, or an edit by hand of just that flag, undoes it: {Sentences.Of(refusal.Errors)}",
        { Changes.Count: > 0 } => Sentences.Joined(FeaturesEdit.Outranked, written.Warning),
        _ => null,
    };

    /// <summary>Says why what is written is not what counts; and of what could not be written, that it is not in force.</summary>
    private CutoverOutcome Settled(CutoverOutcome outcome, bool isInForce) => outcome.Refusal is { } refusal
        ? outcome with { Refusal = refusal with { Errors = [.. refusal.Errors, "Nothing is changed: put the file right and ask again."] } }
        : outcome with { Warning = Sentences.Joined(outcome.Warning, isInForce ? null : FeaturesEdit.Outranked, state.Current.IsPlainProxy ? PlainProxy : null) };

    private CutoverOutcome UnknownRoute(string route) =>
        CutoverOutcome.Refused(CutoverRefusalKind.Unknown, $"There is no route '{route}'; {NearestName.Advice(route, routes.Routes, "the routes are")}.");
}
