using Yarp.ReverseProxy.Configuration;

namespace Strangler.Gateway.Routing;

/// <summary>
/// Endpoint metadata: the name of the route group an endpoint belongs to, e.g. <c>status</c>. A proxied route takes it from
/// <c>Metadata.Route</c> in <c>yarp.json</c>, a module's endpoint from <c>WithCutover</c>.
/// </summary>
public sealed record RouteName(string Value)
{
    /// <summary>The group of a proxied route; its own id where it names none.</summary>
    public static RouteName Of(RouteConfig route) => new(route.Metadata?.GetValueOrDefault("Route") ?? route.RouteId);
}
