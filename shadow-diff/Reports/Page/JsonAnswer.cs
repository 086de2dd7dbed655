using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Reports.Page;

/// <summary>Answers with JSON: what cannot be written is an error, and never half an answer.</summary>
internal static class JsonAnswer
{
    public static async Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        // Written before the answer begins.
        var json = PlainText.Escape(JsonSerializer.Serialize(value, type));
        PageAnswer.Harden(context.Response, "application/json");
        await context.Response.WriteAsync(json, context.RequestAborted);
    }

    public static Task RefuseAsync(HttpContext context, int status, string error)
    {
        PageAnswer.Harden(context.Response, "application/json");
        context.Response.StatusCode = status;
        return context.Response.WriteAsync($$"""{"error":"{{JsonEncodedText.Encode(error, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}}"}""", context.RequestAborted);
    }
}
