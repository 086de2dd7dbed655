using System.Net;
using Strangler.Gateway.Cutover;

namespace Strangler.Gateway.Proxy;

internal static class LegacyProxyExtensions
{
    public static void AddLegacyProxy(this WebApplicationBuilder builder)
    {
        builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            var management = new Uri(builder.Configuration["Gateway:Management"] ?? "http://127.0.0.1:9091");
            var open = new Uri(builder.Configuration["Gateway:Public"] ?? "http://127.0.0.1:9090");
            kestrel.Listen(IPAddress.Parse(open.Host), open.Port);
            kestrel.Listen(IPAddress.Parse(management.Host), management.Port, listen => listen.Use(next => connection =>
            {
                connection.Features.Set(ManagementListener.Instance);
                return next(connection);
            }));
        });
    }

    public static void MapLegacyProxy(this IEndpointRouteBuilder routes) =>
        routes.MapReverseProxy().ConfigureEndpoints((endpoint, route) => endpoint.WithMetadata(new RouteName(route.Metadata?.GetValueOrDefault("Route") ?? route.RouteId)));
}
