using Microsoft.Extensions.Options;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Legacy;

namespace Strangler.Gateway.Listeners;

/// <summary>
/// The limit of requests in flight per client address (contract 3.6, Q16). Legacy counts by remote address, which behind a proxy would
/// be one bucket for all. As in legacy a request counts until its answer begins, so a client that waits for each answer is never refused.
/// </summary>
internal sealed class ConnectionLimitMiddleware(RequestDelegate next, IOptions<ListenerOptions> options)
{
    private static readonly byte[] TooMany = "{\"error\":\"Too many concurrent connections\"}\n"u8.ToArray();

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
            return LegacyAnswer.WriteJsonAsync(context, StatusCodes.Status429TooManyRequests, TooMany);

        context.Response.OnStarting(Leave, connection);
        context.Response.OnCompleted(Leave, connection); // for answers that never begin
        return next(context);
    }

    private int LimitOf(HttpContext context)
    {
        var route = context.Features.Get<ICutoverFeature>()?.Route;
        if (route is null || LegacyRules.IsEngine(context.Request.Path))
            return 0;
        return IsPage(route, context.Request) ? _pageLimit : _limit;
    }

    private static bool IsPage(string route, HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && (route is "static" or "realtime" ? !IsFlaskStatic(request.Path) : LegacyRules.IsPostOnly(route));

    private static bool IsFlaskStatic(PathString path) =>
        path.Value is { Length: > 8 } value && value.StartsWith("/static/", StringComparison.Ordinal);
}
