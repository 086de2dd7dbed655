using System.Text.Json.Serialization.Metadata;
using Strangler.Contract.Management;
using Strangler.Gateway.Plans;
using Strangler.ShadowDiff.Descriptions;
using Strangler.ShadowDiff.Triage;

namespace Strangler.Gateway.Management;

/// <summary>Plans over HTTP: what there are, and the operator's verbs.</summary>
internal static class PlanApi
{
    public static void MapPlanApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/plans", (PlanReader plans) => TypedResults.Json(plans.Read(), ManagementJson.Readable.PlansResponse))
            .Answers("What plans there are, and which are under way.", typeof(PlansResponse));
        routes.MapPost("/api/plans", Start)
            .Reads(typeof(PromoteRequest))
            .Answers("Starts a plan for routes, or says what it would do.", typeof(PlanChangeResponse), 404, 409, 422, 500);
        routes.MapPost("/api/routes/{route}/plan/pause", (string route, HttpRequest request, PlanControl control, CancellationToken cancellationToken) =>
            ChangeAsync(request, body => control.PauseAsync(route, body.Who!, body.Reason!), cancellationToken))
            .Reads(typeof(PlanRequest))
            .Answers("Holds a plan where it is.", typeof(PlanChangeResponse), 404, 409, 422, 500);
        routes.MapPost("/api/routes/{route}/plan/resume", (string route, HttpRequest request, PlanControl control, CancellationToken cancellationToken) =>
            ChangeAsync(request, body => control.ResumeAsync(route, body.Who!, body.Reason!), cancellationToken))
            .Reads(typeof(PlanRequest))
            .Answers("Has a plan go on.", typeof(PlanChangeResponse), 404, 409, 422, 500);
        routes.MapPost("/api/routes/{route}/plan/abort", (string route, HttpRequest request, PlanControl control, CancellationToken cancellationToken) =>
            ChangeAsync(request, body => control.AbortAsync(route, body.Who!, body.Reason!), cancellationToken))
            .Reads(typeof(PlanRequest))
            .Answers("Ends a plan; the route stays where it is.", typeof(PlanChangeResponse), 404, 409, 422, 500);
    }

    private static async Task<IResult> Start(HttpRequest request, PlanControl control, CancellationToken cancellationToken)
    {
        var (body, error) = await ReadAsync(request, ManagementJson.Default.PromoteRequest, cancellationToken);
        if (body is null)
            return ManagementErrors.BadRequest(error!);

        return body.All == body.Routes is { Count: > 0 } || body.Routes?.Contains(null!) == true
            ? ManagementErrors.BadRequest("Send either 'routes', a list of names, or 'all': true.")
            : Answer(await control.StartAsync(body, cancellationToken));
    }

    private static async Task<IResult> ChangeAsync(HttpRequest request, Func<PlanRequest, Task<PlanOutcome>> change, CancellationToken cancellationToken)
    {
        var (body, error) = await ReadAsync(request, ManagementJson.Default.PlanRequest, cancellationToken);
        return body is null ? ManagementErrors.BadRequest(error!) : Answer(await change(body));
    }

    private static Task<(T? Body, string? Error)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class, IAuditedBody => AuditedBody.ReadAsync(request, type, static body => (body.Who, body.Reason), cancellationToken);

    private static IResult Answer(PlanOutcome outcome) => outcome.Refusal is { } refusal
        ? ManagementErrors.From(refusal)
        : TypedResults.Json(new PlanChangeResponse(outcome.Plans, outcome.Warning), ManagementJson.Readable.PlanChangeResponse);
}
