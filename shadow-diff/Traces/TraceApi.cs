using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Strangler.ShadowDiff.Descriptions;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Traces;

/// <summary><c>POST /api/traces</c>: takes down what the same backups on both sides have shown, as evidence of the build that runs now. Audited.</summary>
internal static class TraceApi
{
    private const int MostJobs = 1_000;
    private const int MostSteps = 1_000_000;
    private const int MostDivergences = 20;
    private const int LongestDivergence = 300;

    /// <summary>Writes quotes as quotes: the answers are read in terminals, and never stand inside HTML.</summary>
    private static readonly TraceJson Readable = new(new JsonSerializerOptions(TraceJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static void MapTraceApi(this IEndpointRouteBuilder routes) => routes.MapPost("/api/traces", RecordAsync)
        .Reads(typeof(TraceRequest)).Answers("Takes down what the same backups on both sides have shown.", typeof(TraceResponse), 500);

    private static async Task<IResult> RecordAsync(
        HttpRequest request, GatewayDatabase database, IModernBuild build, IShadowedRoutes routes, ITriageAudit audit, TimeProvider time, CancellationToken cancellationToken)
    {
        var (body, error) = await AuditedBody.ReadAsync(request, TraceJson.Default.TraceRequest, static body => (body.Who, body.Reason), cancellationToken);
        if ((error ?? Fault(body!, routes)) is { } fault)
            return RefusedChange.Answer(StatusCodes.Status400BadRequest, fault);

        try
        {
            var now = time.GetUtcNow();
            await database.WriteAsync(
                connection =>
                {
                    foreach (var route in body!.Routes!)
                    {
                        TraceTable.Insert(connection, route.Route, build.BuildOf(route.Route), new(now, body.Who!, body.Jobs, route.Compared, route.Diverged, route.Divergences ?? []));
                        audit.Add(connection, new(now, body.Who!, body.Reason!, $"{route.Route}/traces", "–", $"{body.Jobs} jobs a side: {route.Compared} steps compared, {route.Diverged} differ"));
                    }
                },
                durable: true,
                CancellationToken.None);
            return TypedResults.Json(new TraceResponse([.. body!.Routes!.Select(route => new RecordedTrace(route.Route, build.BuildOf(route.Route)))]), Readable.TraceResponse);
        }
        catch (StoreException ex)
        {
            return RefusedChange.Answer(StatusCodes.Status500InternalServerError, $"It could not be written: {ex.Message}");
        }
    }

    private static string? Fault(TraceRequest body, IShadowedRoutes routes) =>
        body.Jobs is < 1 or > MostJobs ? $"'jobs' is {body.Jobs}; from 1 to {MostJobs}."
        : body.Routes is not { Count: > 0 } ? "'routes' is missing; name what was compared of each route."
        : body.Routes.Select(route => Fault(route, routes)).FirstOrDefault(fault => fault is not null)
            ?? (body.Routes.DistinctBy(route => route.Route).Count() < body.Routes.Count ? "'routes' names a route twice." : null);

    private static string? Fault(TracedRoute route, IShadowedRoutes routes) =>
        !routes.Names.Contains(route.Route) ? $"There is no route '{route.Route}' that modern can answer."
        : route.Compared is < 1 or > MostSteps || route.Diverged < 0 || route.Diverged > route.Compared ? $"'{route.Route}': 'compared' is from 1 to {MostSteps}, and 'diverged' a part of it."
        : route.Divergences is { Count: > MostDivergences } ? $"'{route.Route}': {MostDivergences} divergences at most."
        : route.Divergences?.FirstOrDefault(text => text.Length > LongestDivergence || text.Any(char.IsControl) || PlainText.FaultOf(text) is not null) is not null ? $"'{route.Route}': a divergence is one line of {LongestDivergence} visible characters at most."
        : route.Diverged > 0 && route.Divergences is not { Count: > 0 } ? $"'{route.Route}': 'divergences' is missing; name at least one of those that were found."
        : null;
}

/// <summary>Body of <c>POST /api/traces</c>.</summary>
/// <param name="Who">Who ran the jobs.</param>
/// <param name="Reason">Why.</param>
/// <param name="Jobs">Jobs on each side.</param>
/// <param name="Routes">What they have shown of each route.</param>
internal sealed record TraceRequest(string? Who, string? Reason, int Jobs, IReadOnlyList<TracedRoute>? Routes);

/// <summary>What was seen of one route; see <see cref="TraceEvidence"/>.</summary>
internal sealed record TracedRoute(string Route, long Compared, long Diverged, IReadOnlyList<string>? Divergences = null);

/// <summary>What was recorded.</summary>
internal sealed record TraceResponse(IReadOnlyList<RecordedTrace> Recorded);

/// <summary>A route, and the build that its evidence speaks of.</summary>
internal sealed record RecordedTrace(string Route, string Build);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(TraceRequest))]
[JsonSerializable(typeof(TraceResponse))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class TraceJson : JsonSerializerContext;
