using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Configuration;
using Strangler.Services.Descriptions;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.Stop;

/// <summary>Serves <c>POST /api/stop</c> (contract 5, Q27).</summary>
public static class StopModule
{
    public static IServiceCollection AddStop(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddServicesOptions(section);
        services.TryAddSingleton<IBackupCancellation, NoBackupCancellation>();
        services.TryAddSingleton<StopService>();
        return services;
    }

    public static IEndpointConventionBuilder MapStop(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskPost<StopService>("/api/stop", static service => service.SendAsync)
            .WithSummary("Says that it stops; whether it cancels is Services:StopCancels (Q27).")
            .Answers(DescribedAnswer.Json(JsonShape.Exactly(StopService.Body)));
}
