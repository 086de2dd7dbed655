using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Strangler.Settings;
using Strangler.ShadowDiff.Descriptions;
using Strangler.ShadowDiff.Faults;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Trials;

/// <summary>Trials of seeded faults over HTTP: <c>GET</c> and <c>POST /api/trial</c>, and <c>POST /api/trial/stop</c>. Starting and stopping is audited.</summary>
internal static class TrialApi
{
    private const int MostFaults = 20_000;
    private const int MostSeconds = 3_600;

    public static void MapTrialApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/trial", (FaultTrials trials) => TypedResults.Json(trials.Report(), TrialJson.Readable.TrialReport))
            .Answers("The trial of seeded faults that runs, or the last one.", typeof(TrialReport));
        routes.MapPost("/api/trial", StartAsync)
            .Reads(typeof(TrialRequest))
            .Answers("Starts a trial of seeded faults.", typeof(TrialReport), 409, 500);
        routes.MapPost("/api/trial/stop", StopAsync)
            .Reads(typeof(TrialStopRequest))
            .Answers("Ends the trial of seeded faults.", typeof(TrialReport), 409, 500);
    }

    private static async Task<IResult> StartAsync(HttpRequest request, FaultTrials trials, IShadowedRoutes routes, CancellationToken cancellationToken)
    {
        var (body, error) = await AuditedBody.ReadAsync(request, TrialJson.Default.TrialRequest, static body => (body.Who, body.Reason), cancellationToken);
        if (body is null || (error = FaultOf(body, routes.Names)) is not null)
            return RefusedChange.Answer(StatusCodes.Status400BadRequest, error!);

        return await AnswerAsync(
            () => trials.StartAsync(PlanOf(body, routes.Names), TimeSpan.FromSeconds(body.Seconds ?? 60), body.Who!, body.Reason!, cancellationToken),
            "A trial runs already; wait for it, or stop it with POST /api/trial/stop.");
    }

    private static async Task<IResult> StopAsync(HttpRequest request, FaultTrials trials, CancellationToken cancellationToken)
    {
        var (body, error) = await AuditedBody.ReadAsync(request, TrialJson.Default.TrialStopRequest, static body => (body.Who, body.Reason), cancellationToken);
        return body is null
            ? RefusedChange.Answer(StatusCodes.Status400BadRequest, error!)
            : await AnswerAsync(() => trials.StopAsync(body.Who!, body.Reason!, cancellationToken), "No trial runs; GET /api/trial has the last one.");
    }

    private static async Task<IResult> AnswerAsync(Func<Task<TrialReport?>> run, string ifNot)
    {
        try
        {
            return await run() is { } report ? TypedResults.Json(report, TrialJson.Readable.TrialReport) : RefusedChange.Answer(StatusCodes.Status409Conflict, ifNot);
        }
        catch (StoreException ex)
        {
            return RefusedChange.NotWritten(ex);
        }
    }

    private static TrialPlan PlanOf(TrialRequest body, IReadOnlyList<string> known)
    {
        var routes = body.Routes is { Count: > 0 } chosen ? chosen : known;
        var faults = ((body.Faults ?? 500) + routes.Count - 1) / Math.Max(1, routes.Count);
        return new(
            body.Seed ?? 1,
            faults,
            body.Kinds is { Count: > 0 } kinds ? kinds.Select(kind => KebabName<FaultKind>.TryParse(kind)!.Value).ToHashSet() : Enum.GetValues<FaultKind>().ToHashSet(),
            routes.ToHashSet(StringComparer.Ordinal),
            body.Side is null ? null : KebabName<Side>.TryParse(body.Side));
    }

    /// <summary>Null when nothing is wrong.</summary>
    private static string? FaultOf(TrialRequest body, IReadOnlyList<string> known)
    {
        string[] kinds = [.. KebabName<FaultKind>.All];
        string[] sides = [.. KebabName<Side>.All];
        return Outside("faults", body.Faults, 1, MostFaults)
            ?? Outside("seconds", body.Seconds, 1, MostSeconds)
            ?? Outside("seed", body.Seed, 0, int.MaxValue)
            ?? Stray("kind", body.Kinds, kinds)
            ?? Stray("route", body.Routes, known)
            ?? (body.Side is null ? null : Stray("side", [body.Side], sides));
    }

    private static string? Outside(string name, int? value, int least, int most) =>
        value is { } number && (number < least || number > most) ? string.Create(CultureInfo.InvariantCulture, $"'{name}' is {number}; send {least} to {most}.") : null;

    private static string? Stray(string what, IReadOnlyList<string>? names, IReadOnlyCollection<string> known) =>
        names?.FirstOrDefault(name => !known.Contains(name)) is { } stray ? $"There is no {what} '{stray}'; {NearestName.Advice(stray, known, $"the {what}s are")}." : null;
}
