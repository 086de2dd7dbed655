using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Backups.Notices;
using Strangler.Services.Realtime.Hub;
using Strangler.Services.Realtime.Pages;
using Strangler.Settings;

namespace Strangler.Services.Routes.Hub;

/// <summary>Serves <c>/ws</c>, the plain WebSocket hub (docs/realtime.md). Legacy has nothing like it.</summary>
public static class HubModule
{
    public static IServiceCollection AddHub(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddJobs(section);
        services.AddPageSockets(section);
        services.AddSettings<HubOptions>(section.GetSection("Realtime:Hub"));
        services.TryAddSingleton<AcceptedOrigins>();
        services.TryAddSingleton<TransferSpeeds>();
        services.TryAddSingleton<StatusMessages>();
        services.TryAddSingleton<HubSeats>();
        services.TryAddSingleton<HubSockets>();
        services.TryAddSingleton<IHubSockets>(provider => provider.GetRequiredService<HubSockets>());
        services.TryAddSingleton<HubRequests>();
        services.TryAddSingleton<HubEndpoint>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<INoticeListener, HubNotices>());
        return services;
    }

    public static IEndpointConventionBuilder MapHub(this IEndpointRouteBuilder routes) =>
        routes.Map("/ws", routes.ServiceProvider.GetRequiredService<HubEndpoint>().HandleAsync);
}
