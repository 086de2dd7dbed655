using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Strangler.Gateway.Legacy;

/// <summary>Writes the gateway's own answers in the form of legacy's: upper-case reason, JSON bytes as Flask's, CORS (contract 3.1 to 3.4, 9.1).</summary>
internal static class LegacyAnswer
{
    private static readonly byte[] MethodNotAllowed = Encoding.ASCII.GetBytes(
        "<!doctype html>\n<html lang=en>\n<title>405 Method Not Allowed</title>\n<h1>Method Not Allowed</h1>\n"
        + "<p>The method is not allowed for the requested URL.</p>\n");

    /// <summary>The body <c>{"error":…,"success":false}</c> of a failure. <paramref name="error"/> must be ASCII without quotes.</summary>
    public static byte[] Failure(string error) => Encoding.ASCII.GetBytes($"{{\"error\":\"{error}\",\"success\":false}}\n");

    public static Task WriteJsonAsync(HttpContext context, int status, ReadOnlyMemory<byte> body) =>
        WriteFlaskAsync(context, status, "application/json", body);

    public static Task WriteMethodNotAllowedAsync(HttpContext context, string allow)
    {
        context.Response.Headers.Allow = allow;
        return WriteFlaskAsync(context, StatusCodes.Status405MethodNotAllowed, "text/html; charset=utf-8", MethodNotAllowed);
    }

    public static Task WriteMethodNotFoundAsync(HttpContext context) =>
        WriteEngineAsync(context, StatusCodes.Status405MethodNotAllowed, "METHOD NOT FOUND", "Method Not Found"u8.ToArray());

    /// <summary>An answer of the Engine.IO middleware: chunked, with none of Flask's headers.</summary>
    public static async Task WriteEngineAsync(HttpContext context, int status, string reason, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        SetStatus(response, status, reason);
        response.ContentType = "text/plain";
        await response.StartAsync(context.RequestAborted);
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static Task WriteFlaskAsync(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        SetStatus(response, status, ReasonPhrases.GetReasonPhrase(status).ToUpperInvariant());
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        AddCors(context.Request.Headers, response.Headers, HttpMethods.IsOptions(context.Request.Method));
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static void SetStatus(HttpResponse response, int status, string reason)
    {
        response.StatusCode = status;
        response.HttpContext.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = reason;
    }

    private static void AddCors(IHeaderDictionary request, IHeaderDictionary response, bool isOptions)
    {
        if (request.Origin.Count == 0)
        {
            response.AccessControlAllowOrigin = "*";
            return;
        }

        response.AccessControlAllowOrigin = request.Origin.ToString();
        response.Vary = "Origin";
        if (!isOptions || request.AccessControlRequestMethod.Count == 0)
            return;
        response.AccessControlAllowMethods = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
        if (request.AccessControlRequestHeaders.Count > 0)
            response.AccessControlAllowHeaders = request.AccessControlRequestHeaders;
    }
}
