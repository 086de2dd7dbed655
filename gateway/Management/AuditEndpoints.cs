using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Strangler.Contract;
using Strangler.Contract.Management;
using Strangler.Gateway.Audit;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Management.Pages;
using Strangler.Gateway.Routing;
using Strangler.Settings;
using Strangler.ShadowDiff.Descriptions;
using Strangler.ShadowDiff.Reports.Page;

namespace Strangler.Gateway.Management;

/// <summary>Who changed what: <c>/audit</c> as a page with a button that puts each change back, <c>GET /api/audit</c> as JSON.</summary>
internal static class AuditEndpoints
{
    private const int MostEntries = 1000;
    private const int UsualEntries = 50;

    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/audit", GetPageAsync).Takes(AuditFilter.Names)
            .AnswersText("Who changed what, as a page.", "text/html");
        routes.MapGet("/api/audit", GetAsync).Takes(AuditFilter.Names)
            .Answers("Who changed what, the newest first.", typeof(AuditResponse), 404);
    }

    private static async Task<IResult> GetAsync([AsParameters] AuditFilter filter, AuditLog audit, RouteTable table, GatewayFiles files, CancellationToken cancellationToken)
    {
        if (!filter.TryRead(out var query, out var error))
            return ManagementErrors.BadRequest(error);

        var entries = await audit.FindAsync(query, cancellationToken);
        return entries.Count == 0 && Stray(query.Route, table) is { } stray
            ? ManagementErrors.NotFound(stray)
            : TypedResults.Json(new AuditResponse([.. entries.Select(entry => Shown(entry, files))], audit.ProblemOfReading), ManagementJson.Readable.AuditResponse);
    }

    /// <summary>What to say of a route that is none; one that is gone may still have entries, and a divergence has the name of its route before it.</summary>
    private static string? Stray(string? route, RouteTable table)
    {
        IReadOnlyList<string> known = [.. table.Routes, FeatureFlag.LegacyOnly];
        return route is null || route.Contains('/') || known.Contains(route) ? null : $"There is no change of '{route}', and no such route; {NearestName.Advice(route, known, "the routes are")}.";
    }

    private static async Task GetPageAsync(HttpContext context, [AsParameters] AuditFilter filter, AuditLog audit, RouteTable table, CutoverState state, GatewayFiles files)
    {
        if (!filter.TryRead(out var query, out var error))
        {
            await PageAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, error);
            return;
        }

        var view = new AuditView(
            query.Route,
            query.Who,
            [FeatureFlag.LegacyOnly, .. table.Modules.Keys.Order(StringComparer.Ordinal)],
            [.. (await audit.FindAsync(query, context.RequestAborted)).Select(entry => new AuditRow(Shown(entry, files), entry.IsOf(files.Features.File.Path) ? Revert(entry, state.Current) : null))],
            query.Limit,
            audit.ProblemOfReading);
        await PageAnswer.WriteAsync<AuditPage>(context, (nameof(AuditPage.View), view), BoardEndpoints.Script);
    }

    private static AuditedChange Shown(AuditEntry entry, GatewayFiles files) =>
        new(entry.Id, entry.At, entry.Who, entry.Why, entry.Route, entry.Before, entry.After, entry.IsOf(files.Features.File.Path) ? null : entry.File);

    /// <summary>Null for what is no stage and no switch, what is not in the database yet, what has moved nothing, and where reverting would change nothing.</summary>
    private static string? Revert(AuditEntry entry, CutoverSnapshot now) => entry switch
    {
        { Id: < 0 } => null,
        _ when entry.Before == entry.After => null,
        { Route: FeatureFlag.LegacyOnly } => entry.Before == (now.LegacyOnly ? "on" : "off") ? null : entry.Before,
        _ => now.Stages.ContainsKey(entry.Route) && RouteStage.TryParse(entry.Before, out var stage) && stage != now.RouteStageOf(entry.Route) ? entry.Before : null,
    };

    /// <summary>The query of both.</summary>
    internal sealed class AuditFilter
    {
        public static IReadOnlyList<string> Names { get; } = ["limit", "route", "who", "before"];

        [FromQuery]
        public string? Limit { get; init; }

        [FromQuery]
        public string? Route { get; init; }

        [FromQuery]
        public string? Who { get; init; }

        [FromQuery]
        public string? Before { get; init; }

        public bool TryRead(out AuditQuery query, out string error)
        {
            var (limit, before) = (UsualEntries, 0L);
            error = "";
            if (Limit is not null && (!int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MostEntries))
                error = $"'limit' is '{Limit}'; send a number from 1 to {MostEntries}.";
            else if (Before is not null && (!long.TryParse(Before, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out before) || before == 0))
                error = $"'before' is '{Before}'; send the id of an entry.";

            query = new(limit, Text(Route), Text(Who), Before is null ? null : before);
            return error.Length == 0;
        }

        /// <summary>A field that was left empty filters nothing.</summary>
        private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
    }
}
