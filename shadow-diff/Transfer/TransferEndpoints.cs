using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Descriptions;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Transfer;

/// <summary><c>GET /api/export</c> and <c>POST /api/import</c>.</summary>
internal static class TransferEndpoints
{
    public static void MapTransfer(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/export", ExportAsync).AnswersText("The evidence as JSON lines.", "application/x-ndjson");
        routes.MapPost("/api/import", ImportAsync)
            .Reads(typeof(JsonElement)).Answers("Adds an export of another gateway: all of it, or nothing.", typeof(ImportResult), 409);
    }

    private static Task ExportAsync(HttpContext context)
    {
        context.Response.ContentType = "application/x-ndjson";
        context.Response.Headers.ContentDisposition = "attachment; filename=\"shadow-diff.jsonl\"";
        return context.RequestServices.GetRequiredService<StoreExport>().WriteAsync(context.Response.Body, context.RequestAborted);
    }

    private static async Task ImportAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = context.RequestServices.GetRequiredService<IOptions<RetentionOptions>>().Value.MaxDatabaseBytes;

        try
        {
            var result = await context.RequestServices.GetRequiredService<StoreImport>().ReadAsync(context.Request.Body, context.RequestAborted);
            await AnswerAsync(context, StatusCodes.Status200OK, result, ExportJson.Readable.ImportResult);
        }
        catch (ImportRefusedException ex)
        {
            await AnswerAsync(context, ex.Status, new(ex.Message), ExportJson.Readable.ImportError);
        }
    }

    private static Task AnswerAsync<T>(HttpContext context, int status, T answer, JsonTypeInfo<T> type)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, answer, type, context.RequestAborted);
    }
}
