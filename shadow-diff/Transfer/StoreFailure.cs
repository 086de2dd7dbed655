using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Transfer;

/// <summary>What a page says while the database cannot be used: why, and that requests go on.</summary>
internal static class StoreFailure
{
    /// <summary>Answers 503 in place of the endpoint whose database fails.</summary>
    public static void Answer(EndpointBuilder endpoint)
    {
        if (endpoint.RequestDelegate is { } answer)
            endpoint.RequestDelegate = context => AnswerAsync(context, answer);
    }

    private static async Task AnswerAsync(HttpContext context, RequestDelegate answer)
    {
        try
        {
            await answer(context);
        }
        catch (Exception ex) when (ex is StoreException or JsonException && !context.Response.HasStarted)
        {
            await SayAsync(context, $"The database of the shadow-diff cannot be used now; requests are answered and compared all the same. {ex.Message}");
        }
    }

    private static Task SayAsync(HttpContext context, string why)
    {
        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain; charset=utf-8";
        if (!context.Request.Path.StartsWithSegments("/api"))
            return context.Response.WriteAsync(why, context.RequestAborted);

        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, new(why), ExportJson.Readable.ImportError, context.RequestAborted);
    }
}
