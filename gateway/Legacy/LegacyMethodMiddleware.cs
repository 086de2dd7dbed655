using Strangler.Gateway.Cutover;

namespace Strangler.Gateway.Legacy;

/// <summary>
/// Two methods that no HTTP client can send as they came. CONNECT is answered here, as legacy answers it (contract 3.3, 9.1).
/// <c>head</c> in lower case becomes GET: legacy finds the view by name, yet sends the body since it is not <c>HEAD</c>.
/// </summary>
internal sealed class LegacyMethodMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var method = context.Request.Method;
        if (HttpMethods.IsConnect(method))
            return RefuseAsync(context, context.Features.Get<ICutoverFeature>()?.Route);

        if (HttpMethods.IsHead(method) && method != HttpMethods.Head)
            context.Request.Method = HttpMethods.Get;
        return next(context);
    }

    private static Task RefuseAsync(HttpContext context, string? route) => LegacyRules.IsEngine(context.Request.Path)
        ? LegacyAnswer.WriteMethodNotFoundAsync(context)
        : LegacyAnswer.WriteMethodNotAllowedAsync(context, LegacyRules.IsPostOnly(route) ? "GET, HEAD, OPTIONS, POST" : "GET, HEAD, OPTIONS");
}
