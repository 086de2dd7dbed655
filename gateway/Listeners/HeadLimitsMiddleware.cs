using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Strangler.Gateway.Cutover;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Listeners;

/// <summary>
/// The limits that legacy's HTTP parser has for a request's head (contract 3.7), in its own words, where legacy does not see that head:
/// when a module answers, and when the lines of one name, which reach legacy as one, were too many. All else legacy refuses itself.
/// </summary>
internal sealed class HeadLimitsMiddleware(RequestDelegate next)
{
    private const int MostLines = 99;

    /// <summary>With the line end.</summary>
    private const int LongestLine = 65_536;

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<ICutoverFeature>() is not { } decision)
            return next(context);
        var isModern = decision.ServedBy == Side.Modern;
        if (isModern && RequestLineLength(context) > LongestLine)
            return RefuseAsync(context, StatusCodes.Status414UriTooLong, "Request-URI Too Long", "URI is too long");

        var headers = context.Request.Headers;
        var lines = 0;
        foreach (var (name, values) in headers)
        {
            lines += values.Count;
            if (isModern && HasLongLine(name, values))
                return RefuseAsync(context, StatusCodes.Status431RequestHeaderFieldsTooLarge, "Line too long", "got more than 65536 bytes when reading header line");
        }

        return lines > MostLines && (isModern || headers.Count <= MostLines)
            ? RefuseAsync(context, StatusCodes.Status431RequestHeaderFieldsTooLarge, "Too many headers", "got more than 100 headers")
            : next(context);
    }

    private static bool HasLongLine(string name, StringValues values)
    {
        foreach (var value in values)
        {
            if (name.Length + ": ".Length + (value?.Length ?? 0) + "\r\n".Length > LongestLine)
                return true;
        }

        return false;
    }

    private static int RequestLineLength(HttpContext context) =>
        context.Request.Method.Length + context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Length + "  HTTP/1.1\r\n".Length;

    /// <summary>The error page of Python's <c>http.server</c>.</summary>
    private static async Task RefuseAsync(HttpContext context, int status, string reason, string explanation)
    {
        var page = Encoding.ASCII.GetBytes(
            $"""
            <!DOCTYPE HTML>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <title>Error response</title>
                </head>
                <body>
                    <h1>Error response</h1>
                    <p>Error code: {status}</p>
                    <p>Message: {reason}.</p>
                    <p>Error code explanation: {status} - {explanation}.</p>
                </body>
            </html>

            """.ReplaceLineEndings("\n"));
        var response = context.Response;
        response.StatusCode = status;
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = reason;
        response.Headers.Connection = "close";
        response.ContentType = "text/html;charset=utf-8";
        response.ContentLength = page.Length;
        if (context.Request.Method != HttpMethods.Head)
            await response.Body.WriteAsync(page, context.RequestAborted);
    }
}
