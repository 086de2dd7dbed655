using Microsoft.Extensions.Options;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Services.Flask;

namespace Strangler.Gateway.Listeners;

/// <summary>
/// The limit of requests in flight per client address (contract 3.6, Q16). Legacy counts by remote address, which behind a proxy would
/// be one bucket for all. As in legacy a request counts until its answer begins, so a client that waits for each answer is never refused.
/// </summary>
internal sealed class ConnectionLimitMiddleware(RequestDelegate next, IOptions<ListenerOptions> options)
{
    private static readonly Answer TooMany = Answer.Json(
        StatusCodes.Status429TooManyRequests, """{"error":"Too many concurrent connections"}"""u8);

    private static readonly Func<object, Task> Leave = static connection =>
    {
        ((ClientConnection)connection).Leave();
        return Task.CompletedTask;
    };

    private readonly int _limit = options.Value.ConnectionLimit;
    private readonly int _pageLimit = options.Value.PageConnectionLimit;

    public Task InvokeAsync(HttpContext context)
    {
        var limit = LimitOf(context);
        if (limit == 0 || context.Features.Get<ClientConnection>() is not { } connection)
            return next(context);

        if (!connection.TryEnter(limit))
        {
            context.Features.Set(new LimitReached(connection.Client.InFlight));
            return TooMany.SendAsync(context);
        }

        context.Response.OnStarting(Leave, connection);
        context.Response.OnCompleted(Leave, connection); // for answers that never begin
        return next(context);
    }

    private int LimitOf(HttpContext context)
    {
        var route = context.Features.Get<ICutoverFeature>()?.Route;
        if (route is null || FlaskRoutes.IsEngine(context.Request.Path))
            return 0;
        return IsPage(route, context) ? _pageLimit : _limit;
    }

    private static bool IsPage(string route, HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && (route is "static" or RouteNames.Realtime ? !FlaskRoutes.IsStatic(context.Request.Path.Value ?? "") : IsPostOnly(context.GetEndpoint()));

    // By the pattern, not the path: what ASP.NET Core alone takes for it, such as another letter case, is a page of legacy's, too.
    private static bool IsPostOnly(Endpoint? endpoint) =>
        endpoint is RouteEndpoint { RoutePattern.RawText: { } pattern } && FlaskRoutes.IsPostOnly(pattern);
}
