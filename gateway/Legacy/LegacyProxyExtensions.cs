using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Strangler.Gateway.Listeners;
using Strangler.Gateway.Routing;
using Yarp.ReverseProxy.Forwarder;

namespace Strangler.Gateway.Legacy;

/// <summary>Puts the gateway in front of legacy: listeners and server limits, and the proxy that passes requests on unchanged.</summary>
internal static class LegacyProxyExtensions
{
    /// <summary>Adds the public and the management listener and the proxy, with routes and clusters from section <c>ReverseProxy</c>.</summary>
    public static WebApplicationBuilder AddLegacyProxy(this WebApplicationBuilder builder)
    {
        SocketCompletions.RunInline();
        builder.Services.AddOptionsWithValidateOnStart<ProxyOptions, ProxyOptionsValidator>()
            .Bind(builder.Configuration.GetSection(ProxyOptions.SectionName));

        builder.Services.AddSingleton<ClientTable>();
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelSetup>();
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, LargeBlocks.Factory>();
        builder.WebHost.UseSockets(static sockets => sockets.WaitForDataBeforeAllocatingBuffer = false); // else two system calls per read
        builder.Services.AddHostedService<BoundAddresses>();

        builder.Services.AddReverseProxy()
            .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
            .AddTransforms<LegacyTransforms>();
        builder.Services.Replace(ServiceDescriptor.Singleton<IForwarderHttpClientFactory, LegacyHttpClientFactory>());

        builder.Logging
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None) // else a trace activity per request
            .AddFilter("Yarp.ReverseProxy", LogLevel.Warning)
            .AddFilter("Yarp.ReverseProxy.Forwarder.HttpForwarder", LogLevel.Error); // LegacyFailureMiddleware says it in one line
        return builder;
    }

    /// <summary>Maps the routes of section <c>ReverseProxy</c> to legacy, each under the <see cref="RouteName"/> of its metadata.</summary>
    public static ReverseProxyConventionBuilder MapLegacyProxy(this IEndpointRouteBuilder routes) =>
        routes.MapReverseProxy(Configure).ConfigureEndpoints(static (endpoint, route) =>
            endpoint.WithMetadata(new RouteName(route.Metadata?.GetValueOrDefault("Route") ?? route.RouteId)));

    /// <summary>YARP's own pipeline less session affinity and health checks: there is one legacy, and no other to turn to.</summary>
    private static void Configure(IReverseProxyApplicationBuilder proxy)
    {
        proxy.UseMiddleware<LegacyFailureMiddleware>();
        proxy.UseMiddleware<LegacyMethodMiddleware>();
        proxy.UseLoadBalancing();
    }
}
