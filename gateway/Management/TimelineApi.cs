using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Strangler.Contract.Management;
using Strangler.Gateway.Management.Pages;
using Strangler.Gateway.Routing;
using Strangler.ShadowDiff.Descriptions;
using Strangler.ShadowDiff.Reports.Page;

namespace Strangler.Gateway.Management;

/// <summary><c>GET /api/timeline</c>: what both sides answered in the last two hours, and what was changed meanwhile.</summary>
internal static class TimelineApi
{
    public static void MapTimeline(this IEndpointRouteBuilder routes) => routes.MapGet("/api/timeline", GetAsync).Takes("route", "minutes")
            .Answers("What both sides answered in the last two hours, and what was changed meanwhile.", typeof(TimelineResponse), 404);

    private static async Task<IResult> GetAsync([FromQuery] string? route, [FromQuery] string? minutes, TimelineReader timeline, RouteTable table, CancellationToken cancellationToken)
    {
        var asked = TimelineReader.MostMinutes;
        if (!string.IsNullOrEmpty(minutes)
            && (!int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out asked) || asked < 1 || asked > TimelineReader.MostMinutes))
        {
            return ManagementErrors.BadRequest($"'minutes' is '{minutes}'; send a number from 1 to {TimelineReader.MostMinutes}.");
        }

        route = string.IsNullOrEmpty(route) ? null : route;
        return route is not null && table.Stray(route) is { } stray
            ? ManagementErrors.NotFound(stray)
            : TypedResults.Json(await timeline.ReadAsync(route, asked, cancellationToken), ManagementJson.Readable.TimelineResponse);
    }
}
