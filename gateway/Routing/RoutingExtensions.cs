using Yarp.ReverseProxy;

namespace Strangler.Gateway.Routing;

internal static class RoutingExtensions
{
    /// <summary>Adds the table of routes.</summary>
    public static void AddRouteTable(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton(provider => RouteTable.Of(provider.GetRequiredService<IProxyStateLookup>()));

    /// <summary>Routes each request by the path that Flask would see. All that asks for a route or a side stands after this.</summary>
    public static void UseRawPathRouting(this WebApplication app)
    {
        app.UseMiddleware<RawPathMiddleware>();
        app.UseRouting();
    }
}
