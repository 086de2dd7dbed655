using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Strangler.Contract.Management;
using Strangler.Gateway.Plans;
using Strangler.Gateway.Routing;
using Strangler.ShadowDiff.Descriptions;
using Strangler.ShadowDiff.Reports.Page;

namespace Strangler.Gateway.Management.Pages;

/// <summary>The operator's board: <c>/</c> as a page with a button for each rollback, <c>GET /api/routes</c> as JSON.</summary>
internal static class BoardEndpoints
{
    public static readonly string Script = PageAssets.WithLive(PageAssets.Load(Assembly.GetExecutingAssembly(), "operator.js"));

    public static void MapBoard(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", GetPageAsync).Takes("route")
            .AnswersText("The board of all routes.", "text/html", 404);
        routes.MapGet("/api/routes", async (BoardReader board, CancellationToken cancellationToken) =>
            TypedResults.Json(await board.ReadAsync(cancellationToken), ManagementJson.Readable.BoardResponse))
            .Answers("The board as JSON.", typeof(BoardResponse));
    }

    private static async Task GetPageAsync(HttpContext context, [FromQuery] string? route, BoardReader board, TimelineReader timeline, PlanReader plans, RouteTable table)
    {
        route = string.IsNullOrEmpty(route) ? null : route;
        if (route is not null && table.Stray(route) is { } stray)
        {
            await PageAnswer.RefuseAsync(context, StatusCodes.Status404NotFound, stray);
            return;
        }

        var view = new BoardView(await board.ReadAsync(context.RequestAborted), await timeline.ReadAsync(route, TimelineReader.MostMinutes, context.RequestAborted), plans.Names);
        await PageAnswer.WriteAsync<BoardPage>(context, (nameof(BoardPage.View), view), Script);
    }
}
