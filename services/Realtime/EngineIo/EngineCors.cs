using Microsoft.AspNetCore.Http;

namespace Strangler.Services.Realtime.EngineIo;

/// <summary>The CORS headers of Engine.IO, which are not Flask's (contract 9.1, 9.2).</summary>
internal static class EngineCors
{
    /// <param name="context">The request and its answer.</param>
    /// <param name="origin">An accepted one; empty for none.</param>
    public static void Apply(HttpContext context, string origin)
    {
        var headers = context.Response.Headers;
        if (origin.Length > 0)
            headers.AccessControlAllowOrigin = origin;
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            headers.AccessControlAllowMethods = "OPTIONS, GET, POST";
            if (context.Request.Headers.AccessControlRequestHeaders is { Count: > 0 } asked)
                headers.AccessControlAllowHeaders = asked;
        }

        headers.AccessControlAllowCredentials = "true";
    }
}
