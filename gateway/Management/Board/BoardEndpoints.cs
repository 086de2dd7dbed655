using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Strangler.ShadowDiff.Reports.Page;

namespace Strangler.Gateway.Management.Board;

/// <summary>The board of all routes: <c>GET /</c> as a page with a button for each rollback, <c>GET /api/routes</c> as JSON.</summary>
internal static class BoardEndpoints
{
    public static readonly string Script = LoadScript();

    private static readonly string Policy =
        $"default-src 'none'; style-src '{HashOf(PageStyle.Css)}'; script-src '{HashOf(Script)}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapBoard(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", GetPageAsync);
        routes.MapGet("/api/routes", (BoardReader board) => TypedResults.Json(board.Read(), ManagementJson.Readable.BoardResponse));
    }

    private static async Task GetPageAsync(HttpContext context)
    {
        var board = context.RequestServices.GetRequiredService<BoardReader>().Read();
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(BoardPage.Board)] = board });
        await using var renderer = new HtmlRenderer(context.RequestServices, context.RequestServices.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<BoardPage>(parameters)).ToHtmlString());
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        await context.Response.WriteAsync(html, context.RequestAborted);
    }

    private static string LoadScript()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("board.js")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static string HashOf(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}
