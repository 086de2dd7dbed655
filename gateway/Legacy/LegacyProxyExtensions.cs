using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Gateway.Routing;
using Strangler.Settings;
using Yarp.ReverseProxy.Forwarder;

namespace Strangler.Gateway.Legacy;

internal static class LegacyProxyExtensions
{
    /// <summary>
    /// Adds the proxy that passes requests on unchanged, with routes and clusters from section <c>ReverseProxy</c>, and the gateway's own
    /// way to ask legacy. Stands before all that changes a request to legacy: its headers are copied here.
    /// </summary>
    public static void AddLegacyProxy(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<LegacyOptions>(builder.Configuration.GetSection("Gateway"));
        builder.Services.AddReverseProxy()
            .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
            .AddTransforms<LegacyTransforms>();
        builder.Services.Replace(ServiceDescriptor.Singleton<IForwarderHttpClientFactory, LegacyHttpClientFactory>());
        builder.Services.AddSingleton<PlainRoutes>().AddSingleton<LegacyFailureAnswer>().AddSingleton<LegacyClient>().AddSingleton<LegacyPresence>().AddHostedService<LegacyMonitor>();

        builder.Logging
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None) // else a trace activity per request
            .AddFilter("Yarp.ReverseProxy.Forwarder.HttpForwarder", LogLevel.Error); // LegacyFailureAnswer says it in one line
    }

    /// <summary>Lets legacy's early answers interrupt the reading of a body. Stands before all that wraps the body.</summary>
    public static void UseEarlyAnswers(this WebApplication app) => app.Use(ClientBody.SetAsync);

    /// <summary>Maps the routes of section <c>ReverseProxy</c> to legacy, each under its <see cref="RouteName"/>.</summary>
    /// <param name="app">The application.</param>
    /// <param name="before">What stands before all of YARP's.</param>
    public static void MapLegacyProxy(this WebApplication app, Action<IReverseProxyApplicationBuilder> before)
    {
        var plain = app.Services.GetRequiredService<PlainRoutes>();
        app.MapReverseProxy(proxy => Configure(proxy, before)).ConfigureEndpoints((endpoint, route) =>
        {
            endpoint.WithMetadata(RouteName.Of(route));
            if (plain.Contains(route))
                endpoint.WithMetadata(PlainRoute.Instance);
        });
    }

    /// <summary>YARP's own pipeline less session affinity and health checks: there is one legacy, and no other to turn to.</summary>
    private static void Configure(IReverseProxyApplicationBuilder proxy, Action<IReverseProxyApplicationBuilder> before)
    {
        before(proxy);
        proxy.UseMiddleware<LegacyFailureMiddleware>();
        proxy.UseMiddleware<LegacyMethodMiddleware>();
        proxy.UseLoadBalancing();
    }
}
