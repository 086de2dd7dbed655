using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Backups.Notices;
using Strangler.Services.Descriptions;
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
        routes.Map("/ws", routes.ServiceProvider.GetRequiredService<HubEndpoint>().HandleAsync)
            .WithSummary("The live channel as a plain WebSocket with JSON messages.")
            .WithMetadata(new DescribedMethods(HttpMethods.Get))
            .Answers(
                new DescribedAnswer(StatusCodes.Status101SwitchingProtocols, "The WebSocket is open."),
                DescribedAnswer.Plain(StatusCodes.Status400BadRequest, "The handshake has no key."),
                DescribedAnswer.Plain(StatusCodes.Status403Forbidden, "The page's origin is not accepted."),
                DescribedAnswer.Plain(StatusCodes.Status426UpgradeRequired, "It is no handshake."),
                DescribedAnswer.Plain(StatusCodes.Status429TooManyRequests, "The client has too many sockets."),
                DescribedAnswer.Plain(StatusCodes.Status503ServiceUnavailable, "There are too many sockets."));
}
