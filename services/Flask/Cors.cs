using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Strangler.Services.Flask;

/// <summary>The CORS headers of every answer (contract 3.4): any origin is echoed, without one the answer is open to all.</summary>
internal static class Cors
{
    private const string Methods = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
    private static readonly StringValues AnyOrigin = "*";
    private static readonly StringValues VaryByOrigin = "Origin";

    public static void Apply(HttpContext context)
    {
        var origin = context.Request.Headers.Origin;
        if (origin.Count == 0)
            context.Response.Headers.AccessControlAllowOrigin = AnyOrigin;
        else
            Echo(origin.ToString(), context.Response.Headers);
        if (HttpMethods.IsOptions(context.Request.Method))
            ApplyPreflight(context);
    }

    /// <summary>What OPTIONS adds when it is a preflight. Legacy looks for the asked method anywhere in its list and sorts the asked names.</summary>
    private static void ApplyPreflight(HttpContext context)
    {
        var request = context.Request.Headers;
        var method = request.AccessControlRequestMethod.ToString().ToUpperInvariant();
        if (method.Length == 0 || !Methods.Contains(method, StringComparison.Ordinal))
            return;
        var names = request.AccessControlRequestHeaders.ToString();
        var allowed = string.Join(", ", names.Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal));
        if (allowed.Length > 0)
            context.Response.Headers.AccessControlAllowHeaders = allowed;
        context.Response.Headers.AccessControlAllowMethods = Methods;
    }

    private static void Echo(string origin, IHeaderDictionary headers)
    {
        try
        {
            headers.AccessControlAllowOrigin = origin.Length == 0 ? AnyOrigin : origin;
        }
        catch (InvalidOperationException)
        {
            // The server refuses to send such characters back; no browser sends them.
            headers.AccessControlAllowOrigin = AnyOrigin;
            return;
        }

        if (origin is not ("" or "*"))
            headers.Vary = VaryByOrigin;
    }
}
