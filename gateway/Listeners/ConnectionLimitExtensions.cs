namespace Strangler.Gateway.Listeners;

/// <summary>Registers the limit of requests in flight per client.</summary>
internal static class ConnectionLimitExtensions
{
    /// <summary>Stands after routing: the limit depends on the route, and only routes with a <see cref="Routing.RouteName"/> have one.</summary>
    public static IApplicationBuilder UseConnectionLimit(this IApplicationBuilder app) => app.UseMiddleware<ConnectionLimitMiddleware>();
}
