using Strangler.Services.Flask;
using Strangler.Services.Realtime.EngineIo;

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
            return RefuseAsync(context);

        if (HttpMethods.IsHead(method) && method != HttpMethods.Head)
            context.Request.Method = HttpMethods.Get;
        return next(context);
    }

    private static Task RefuseAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        return FlaskRoutes.IsEngine(path)
            ? EngineAnswer.ToUnknownMethod(context.Request).SendAsync(context)
            : MethodNotAllowed.SendAsync(context, FlaskRoutes.IsPostOnly(path) || FlaskRoutes.PostOnlyOnceMerged(path) is not null);
    }
}
