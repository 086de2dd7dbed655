using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Strangler.ShadowDiff.Model;

/// <summary>How the web server frames a response that its application left unframed.</summary>
internal static class Framing
{
    /// <summary>Method names are case-sensitive (RFC 9110 9.1): <c>head</c> is some other method, and its answer has a body.</summary>
    public static bool IsHead(string method) => method == HttpMethods.Head;

    /// <summary>Whether a response with this status to this method may carry a body (RFC 9110 6.4.1).</summary>
    public static bool AllowsBody(string method, int status) =>
        !IsHead(method)
        && status is not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified)
        && status >= 200;

    /// <summary>Kestrel sends <c>Content-Length: 0</c> when nothing was written and a body was possible.</summary>
    public static void AddImpliedLength(string method, int status, IDictionary<string, StringValues> headers, long written)
    {
        if (written == 0 && AllowsBody(method, status) && !headers.ContainsKey("Content-Length") && !headers.ContainsKey("Transfer-Encoding"))
            headers["Content-Length"] = "0";
    }
}
