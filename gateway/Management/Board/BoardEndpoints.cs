using System.Reflection;
using Strangler.Contract.Management;
using Strangler.ShadowDiff.Reports.Page;

namespace Strangler.Gateway.Management.Board;

/// <summary>The operator's board: <c>/</c> as a page with a button for each rollback, <c>GET /api/routes</c> as JSON.</summary>
internal static class BoardEndpoints
{
    public static readonly string Script = PageAssets.Load(Assembly.GetExecutingAssembly(), "board.js");

    public static void MapBoard(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", GetPageAsync);
        routes.MapGet("/api/routes", (BoardReader board) => TypedResults.Json(board.Read(), ManagementJson.Readable.BoardResponse));
    }

    private static Task GetPageAsync(HttpContext context)
    {
        var board = context.RequestServices.GetRequiredService<BoardReader>().Read();
        return PageAnswer.WriteAsync<BoardPage>(context, (nameof(BoardPage.Board), board), Script);
    }
}
