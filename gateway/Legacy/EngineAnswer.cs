using Microsoft.AspNetCore.Http.Features;

namespace Strangler.Gateway.Legacy;

/// <summary>Writes an answer of the gateway's own in the form of legacy's Engine.IO: chunked, with none of Flask's headers (contract 9.1).</summary>
internal static class EngineAnswer
{
    public static Task SendMethodNotFoundAsync(HttpContext context) =>
        SendAsync(context, StatusCodes.Status405MethodNotAllowed, "METHOD NOT FOUND", "Method Not Found"u8.ToArray());

    public static async Task SendAsync(HttpContext context, int status, string reason, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        response.StatusCode = status;
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = reason;
        response.ContentType = "text/plain";
        await response.StartAsync(context.RequestAborted);
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(body, context.RequestAborted);
    }
}
