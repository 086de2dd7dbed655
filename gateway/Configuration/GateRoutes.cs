using Strangler.Gateway.Routing;

namespace Strangler.Gateway.Configuration;

/// <summary>The routes that have thresholds of their own for the promotion gate, <c>Gate:Routes:&lt;route&gt;</c>.</summary>
internal static class GateRoutes
{
    /// <summary>Thresholds of a route that does not exist would be in force for nothing, in silence.</summary>
    public static IEnumerable<string> Errors(IConfiguration configuration, RouteTable routes)
    {
        var known = routes.Routes;
        return configuration.GetSection("Gate:Routes").GetChildren().Select(route => route.Key).Where(route => !known.Contains(route))
            .Select(route => $"Gate:Routes:{route}: there is no route '{route}'; the routes are {string.Join(", ", known)}.");
    }
}
