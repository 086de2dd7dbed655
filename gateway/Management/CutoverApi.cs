using System.Text.Json.Serialization.Metadata;
using Strangler.Contract;
using Strangler.Contract.Management;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Realtime;
using Strangler.Gateway.Routing;
using Strangler.Settings;
using Strangler.ShadowDiff.Descriptions;
using Strangler.ShadowDiff.Triage;

namespace Strangler.Gateway.Management;

/// <summary>The operator's verbs over HTTP. Every change needs a reason and a name, for the audit.</summary>
internal static class CutoverApi
{
    public static void MapCutoverApi(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/routes/{route}/stage", SetStage)
            .Reads(typeof(StageRequest))
            .Answers("Moves a route.", typeof(ChangesResponse), 404, 409, 422, 500);
        routes.MapPost("/api/routes/{route}/nudge", Nudge)
            .Reads(typeof(NudgeRequest))
            .Answers("Has the connections of a route opened anew, at the side where new ones open.", typeof(NudgeResponse), 404);
        routes.MapPost("/api/rollback", RollBack)
            .Reads(typeof(RollbackRequest))
            .Answers("Takes a route, or every route, back to legacy.", typeof(ChangesResponse), 404, 409, 422, 500);
        routes.MapPost("/api/legacy-only", SetLegacyOnly)
            .Reads(typeof(LegacyOnlyRequest))
            .Answers("Sets the switch above all stages.", typeof(ChangesResponse), 409, 422, 500);
        routes.MapPost("/api/audit/{id:long}/revert", Revert)
            .Reads(typeof(RevertRequest))
            .Answers("Puts a change back.", typeof(ChangesResponse), 404, 409, 422, 500);
    }

    private static async Task<IResult> SetStage(string route, HttpRequest request, CutoverControl control, CancellationToken cancellationToken)
    {
        var (body, error) = await ReadAsync(request, ManagementJson.Default.StageRequest, cancellationToken);
        if (body is null)
            return ManagementErrors.BadRequest(error!);

        if (!StageNames.All.Contains(body.Stage))
            return ManagementErrors.BadRequest($"'{body.Stage}' is no stage; {NearestName.Advice(body.Stage ?? "", StageNames.All, "use one of")}.");

        return RouteStage.TryMake(body.Stage, body.Percentage, out var stage, out var fault)
            ? Answer(await control.SetStageAsync(route, stage, body.Who!, body.Reason!, body.Force, cancellationToken))
            : ManagementErrors.BadRequest(fault);
    }

    private static async Task<IResult> Nudge(string route, HttpRequest request, SocketNudge nudge, RouteTable routes, CancellationToken cancellationToken)
    {
        var (body, error) = await ReadAsync(request, ManagementJson.Default.NudgeRequest, cancellationToken);
        if (body is null)
            return ManagementErrors.BadRequest(error!);
        if (routes.Stray(route) is { } stray)
            return ManagementErrors.NotFound(stray);

        return route == RouteNames.Realtime
            ? TypedResults.Json(await nudge.NudgeAsync(body.Who!, body.Reason!), ManagementJson.Readable.NudgeResponse)
            : ManagementErrors.BadRequest($"'{route}' has no long connections; '{RouteNames.Realtime}' has.");
    }

    private static async Task<IResult> RollBack(HttpRequest request, CutoverControl control, CancellationToken cancellationToken)
    {
        var (body, error) = await ReadAsync(request, ManagementJson.Default.RollbackRequest, cancellationToken);
        return body is null
            ? ManagementErrors.BadRequest(error!)
            : Answer(await control.RollBackAsync(body.Route, body.Who!, body.Reason!));
    }

    private static async Task<IResult> SetLegacyOnly(HttpRequest request, CutoverControl control, CancellationToken cancellationToken)
    {
        var (body, error) = await ReadAsync(request, ManagementJson.Default.LegacyOnlyRequest, cancellationToken);
        if (body is null)
            return ManagementErrors.BadRequest(error!);

        return body.Enabled is { } enabled
            ? Answer(await control.SetLegacyOnlyAsync(enabled, body.Who!, body.Reason!, cancellationToken))
            : ManagementErrors.BadRequest("'enabled' is missing; send true or false.");
    }

    private static async Task<IResult> Revert(long id, HttpRequest request, CutoverControl control, CancellationToken cancellationToken)
    {
        var (body, error) = await ReadAsync(request, ManagementJson.Default.RevertRequest, cancellationToken);
        return body is null
            ? ManagementErrors.BadRequest(error!)
            : Answer(await control.RevertAsync(id, body.Who!, body.Reason!, cancellationToken));
    }

    private static Task<(T? Body, string? Error)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class, IAuditedBody => AuditedBody.ReadAsync(request, type, static body => (body.Who, body.Reason), cancellationToken);

    private static IResult Answer(CutoverOutcome outcome) => outcome.Refusal is { } refusal
        ? ManagementErrors.From(refusal)
        : TypedResults.Json(new ChangesResponse(outcome.Changes, outcome.Warning), ManagementJson.Readable.ChangesResponse);
}
