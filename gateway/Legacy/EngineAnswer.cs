using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Strangler.Gateway.Legacy;

/// <summary>Writes an answer of the gateway's own in the form of legacy's Engine.IO: chunked, with none of Flask's headers (contract 9.1).</summary>
internal static class EngineAnswer
{
    /// <summary>What Engine.IO says to a method that it does not know; the query comes first.</summary>
    public static Task SendMethodNotFoundAsync(HttpContext context) => FaultOf(context.Request.Query) is { } fault
        ? SendAsync(context, StatusCodes.Status400BadRequest, "BAD REQUEST", Encoding.ASCII.GetBytes($"\"{fault}\""))
        : SendAsync(context, StatusCodes.Status405MethodNotAllowed, "METHOD NOT FOUND", "Method Not Found"u8.ToArray());

    private static string? FaultOf(IQueryCollection query)
    {
        if (query.TryGetValue("transport", out var transport) && transport[0] is not ("polling" or "websocket" or ""))
            return "Invalid transport";
        if (!query.ContainsKey("sid") && query["EIO"] != "4")
            return "The client is using an unsupported version of the Socket.IO or Engine.IO protocols";
        return query.TryGetValue("j", out var index) && !int.TryParse(index[0], out _) ? "Invalid JSONP index number" : null;
    }

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
