using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Strangler.Services.Configuration;
using Strangler.Settings;

namespace Strangler.Gateway.Listeners;

internal static class ListenersExtensions
{
    /// <summary>Adds the public and the management listener, and the limits of the server.</summary>
    public static void AddListeners(this WebApplicationBuilder builder)
    {
        SocketCompletions.RunInline();
        builder.Services.AddSettings<ListenerOptions>(builder.Configuration.GetSection("Gateway"));
        builder.Services
            .AddSingleton<ClientTable>()
            .AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelSetup>()
            .AddSingleton<IMemoryPoolFactory<byte>, LargeBlocks>()
            .AddSingleton<IOwnListeners, OwnListeners>()
            .AddHostedService<BoundAddresses>();
    }

    /// <summary>Refuses malformed requests. Stands first of all.</summary>
    public static void UseRequestGuard(this WebApplication app) => app.UseMiddleware<RequestGuardMiddleware>();

    /// <summary>Ends requests whose body does not come on, on both ports. Stands before all that reads a body.</summary>
    public static void UseRequestBodyIdleTimeout(this WebApplication app) => app.UseMiddleware<RequestBodyIdleMiddleware>();

    /// <summary>Keeps legacy's limits of a request's head where legacy does not see it. Stands after routing, which knows who answers.</summary>
    public static void UseHeadLimits(this WebApplication app) => app.UseMiddleware<HeadLimitsMiddleware>();

    /// <summary>Limits the requests of one client that are in flight. Stands after routing: the limit depends on the route, and what no route takes has none.</summary>
    public static void UseConnectionLimit(this WebApplication app) => app.UseMiddleware<ConnectionLimitMiddleware>();
}
