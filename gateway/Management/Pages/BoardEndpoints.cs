using System.Reflection;
using Strangler.Contract.Management;
using Strangler.ShadowDiff.Reports.Page;

namespace Strangler.Gateway.Management.Pages;

/// <summary>The operator's board: <c>/</c> as a page with a button for each rollback, <c>GET /api/routes</c> as JSON.</summary>
internal static class BoardEndpoints
{
    public static readonly string Script = PageAssets.WithLive(PageAssets.Load(Assembly.GetExecutingAssembly(), "operator.js"));

    public static void MapBoard(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", GetPageAsync);
        routes.MapGet("/api/routes", async (BoardReader board, CancellationToken cancellationToken) =>
            TypedResults.Json(await board.ReadAsync(cancellationToken), ManagementJson.Readable.BoardResponse));
    }

    private static async Task GetPageAsync(HttpContext context)
    {
        var board = await context.RequestServices.GetRequiredService<BoardReader>().ReadAsync(context.RequestAborted);
        await PageAnswer.WriteAsync<BoardPage>(context, (nameof(BoardPage.Board), board), Script);
    }
}
