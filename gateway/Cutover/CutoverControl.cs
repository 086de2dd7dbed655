using System.Text.Json;
using Strangler.Contract;
using Strangler.Gateway.Audit;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Routing;
using Strangler.ShadowDiff.Gate;

namespace Strangler.Gateway.Cutover;

/// <summary>The operator's verbs. Each edits <c>features.json</c>, puts it in force before it returns, and is audited.</summary>
internal sealed class CutoverControl(
    GatewayFiles files, RouteTable routes, CutoverState state, CutoverRefresh refresh, AuditLog audit, PromotionGate gate)
{
    private const string Outranked = "Written, but an environment variable or an argument of the gateway sets another stage and outranks features.json.";

    /// <summary>Moves a route. Forward to live or beyond only past the promotion gate, unless forced; back always.</summary>
    public async Task<CutoverOutcome> SetStageAsync(string route, Stage stage, string who, string why, bool force, CancellationToken cancellationToken)
    {
        // Before its turn: a rollback must not wait while the gate reads a database.
        var verdict = stage >= Stage.Live && routes.Modules.ContainsKey(route) ? await gate.JudgeAsync(route, cancellationToken) : null;
        return await refresh.AloneAsync(() => SetAloneAsync(route, stage, verdict, who, why, force, cancellationToken), cancellationToken);
    }

    /// <summary>Takes one route, or every one, back to legacy: in force at once, and only then written, so that no broken file and no full disk is in the way.</summary>
    public Task<CutoverOutcome> RollBackAsync(string? route, string who, string why, CancellationToken cancellationToken) =>
        refresh.AloneAsync(
            async () =>
            {
                if (route is not null && !routes.Routes.Contains(route))
                    return UnknownRoute(route);

                var changes = await refresh.SwapAsync(state.Current.RolledBack(route), who, why, cancellationToken);
                var written = await EditAsync(file => route is null ? file.RollBackAll() : file.SetStage(route, Stage.Legacy.Name()), who, why, cancellationToken);
                return new CutoverOutcome(null, changes, Warning(written));
            },
            cancellationToken);

    public Task<CutoverOutcome> SetLegacyOnlyAsync(bool enabled, string who, string why, CancellationToken cancellationToken) =>
        refresh.AloneAsync(() => EditAsync(file => file.SetLegacyOnly(enabled), who, why, cancellationToken), cancellationToken);

    /// <summary>Puts back what an audited change found before it.</summary>
    public async Task<CutoverOutcome> RevertAsync(long id, string who, string why, CancellationToken cancellationToken)
    {
        if (audit.Find(id) is not { } entry)
            return CutoverOutcome.Refused(CutoverRefusalKind.Unknown, $"There is no audit entry {id}.");

        if (entry.Route == FeatureFlag.LegacyOnly)
            return await SetLegacyOnlyAsync(entry.Before == "on", who, why, cancellationToken);

        return StageNames.TryParse(entry.Before, out var stage)
            ? await SetStageAsync(entry.Route, stage, who, why, force: false, cancellationToken)
            : CutoverOutcome.Refused(CutoverRefusalKind.Invalid, $"Audit entry {id} has no stage to go back to.");
    }

    private async Task<CutoverOutcome> SetAloneAsync(
        string route, Stage stage, GateVerdict? verdict, string who, string why, bool force, CancellationToken cancellationToken)
    {
        if (!routes.Routes.Contains(route))
            return UnknownRoute(route);
        if (stage != Stage.Legacy && !routes.Modules.ContainsKey(route))
            return CutoverOutcome.Refused(CutoverRefusalKind.Invalid, $"The route '{route}' has no C# module yet: only legacy can answer it.");

        var broken = stage == Stage.Legacy ? [] : CutoverConstraint.BrokenBy(route, stage, state.Current.StageOf);
        string[] blocking = verdict is { Passes: false } && stage > state.Current.StageOf(route)
            ? [$"'{route}' is below the promotion gate for {stage.Name()}: {string.Join("; ", verdict.Blocking)}."]
            : [];
        if (!force && broken.Count + blocking.Length > 0)
            return CutoverOutcome.Refused(broken.Count > 0 ? CutoverRefusalKind.Constraint : CutoverRefusalKind.Gate, [.. broken, .. blocking]);

        var reason = broken.Count + blocking.Length > 0 ? $"{why} [forced: {string.Join(" ", [.. broken, .. blocking])}]" : why;
        var outcome = await EditAsync(file => file.SetStage(route, stage.Name()), who, reason, cancellationToken);
        return outcome.Refusal is null && state.Current.StageOf(route) != stage ? outcome with { Warning = Outranked } : outcome;
    }

    private async Task<CutoverOutcome> EditAsync(Func<FeaturesFile, FeaturesFile> edit, string who, string why, CancellationToken cancellationToken)
    {
        try
        {
            edit(FeaturesFile.Load(files.Features.FilePath)).SaveAtomically();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException)
        {
            return CutoverOutcome.Refused(CutoverRefusalKind.File, $"features.json could not be changed: {ex.Message}");
        }

        if (files.Features.Reload() is { Count: > 0 } errors)
            return CutoverOutcome.Refused(CutoverRefusalKind.File, errors);

        var changes = await refresh.ApplyAsync(files.Features.FileName, who, why, cancellationToken);
        return new CutoverOutcome(null, changes);
    }

    private static string? Warning(CutoverOutcome written) => written switch
    {
        { Refusal: { } refusal } => $"In force, but not written, and undone when features.json is next read: {string.Join(" ", refusal.Errors)}",
        { Changes.Count: > 0 } => Outranked,
        _ => null,
    };

    private CutoverOutcome UnknownRoute(string route) =>
        CutoverOutcome.Refused(CutoverRefusalKind.Unknown, $"There is no route '{route}'; the routes are {string.Join(", ", routes.Routes)}.");
}
