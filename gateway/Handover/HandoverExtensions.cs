using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Strangler.Services.Backups.Jobs;
using Strangler.Settings;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Handover;

internal static class HandoverExtensions
{
    /// <summary>Adds ports that can be taken over and left to another. Stands before the modules, which have a default.</summary>
    public static void AddHandover(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddSettings<HandoverOptions>(builder.Configuration.GetSection("Gateway"))
            .AddSingleton<ListeningSockets>()
            .AddSingleton<OpenConnections>()
            .AddSingleton(static provider => new HandoverTransport(ActivatorUtilities.CreateInstance<SocketTransportFactory>(provider), provider.GetRequiredService<Predecessor>()))
            .AddSingleton<Standby>()
            .AddSingleton<Predecessor>()
            .AddSingleton<IEarlierProcess>(static provider => provider.GetRequiredService<Predecessor>())
            .AddHostedService(static provider => provider.GetRequiredService<Predecessor>());
        if (HandoverOffer.Given is not null)
        {
            builder.Services.AddSingleton(static provider => new UnopenedDatabase(
                "the gateway before this one has it until that has ended", () => !provider.GetRequiredService<Predecessor>().Gone.IsCompleted));
        }

        builder.Services.AddOptions<SocketTransportOptions>().Configure<ListeningSockets>(static (options, sockets) => options.CreateBoundListenSocket = sockets.Bind);
        builder.Services.AddSingleton<IConnectionListenerFactory>(static provider => provider.GetRequiredService<HandoverTransport>()); // after Kestrel's own, so that it is asked first
    }
}
