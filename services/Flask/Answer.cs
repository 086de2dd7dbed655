using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Flask;

/// <summary>A whole answer, rendered once: status, reason phrase, type and body. Immutable, so it may be sent any number of times.</summary>
internal sealed class Answer(int status, string contentType, byte[] body)
{
    public const string JsonType = "application/json";
    public const string HtmlType = "text/html; charset=utf-8";

    public static Answer Json(int status, PythonValue value) => new(status, JsonType, PythonJsonWriter.Body(value));

    public static Answer Json(ReadOnlySpan<byte> value) => new(StatusCodes.Status200OK, JsonType, [.. value, (byte)'\n']);

    public static Answer Html(int status, ReadOnlySpan<byte> body) => new(status, HtmlType, body.ToArray());

    /// <summary>Completes without an asynchronous step unless the client is slow to read.</summary>
    public Task SendAsync(HttpContext context)
    {
        var response = context.Response;
        SetStatus(context, status);
        response.Headers.ContentType = contentType;
        response.ContentLength = body.Length;
        Cors.Apply(context);
        return body.Length == 0 || HasNoBody(context.Request) ? Task.CompletedTask : response.Body.WriteAsync(body, 0, body.Length);
    }

    /// <summary>Flask spells method names as sent here: <c>head</c> gets a body, <c>HEAD</c> gets none.</summary>
    internal static bool HasNoBody(HttpRequest request) => request.Method == "HEAD";

    internal static void SetStatus(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        if (status != StatusCodes.Status200OK)
            context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = Reason.For(status);
    }
}
