using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Flask;
using Strangler.Services.Machine;

namespace Strangler.Services.Routes.Observability;

/// <summary>Serves <c>GET /api/observability/health</c>, <c>/metrics</c> and <c>/system</c> (contract 5).</summary>
public static class ObservabilityModule
{
    public static IServiceCollection AddObservability(this IServiceCollection services)
    {
        services.AddMachineCounters();
        services.TryAddSingleton<RequestMetrics>();
        services.TryAddSingleton<SystemSampler>();
        services.AddHostedService(provider => provider.GetRequiredService<SystemSampler>());
        services.TryAddSingleton<ObservabilityService>();
        return services;
    }

    /// <summary>Counts every request that passes through here, whoever answers it.</summary>
    public static IApplicationBuilder UseRequestMetrics(this IApplicationBuilder app) => app.UseMiddleware<RequestMetricsMiddleware>();

    /// <summary>Conventions added to the result apply to all three paths.</summary>
    public static IEndpointConventionBuilder MapObservability(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("");
        var service = routes.ServiceProvider.GetRequiredService<ObservabilityService>();
        group.MapFlaskGet("/api/observability/health", service.SendHealthAsync);
        group.MapFlaskGet("/api/observability/metrics", service.SendMetricsAsync);
        group.MapFlaskGet("/api/observability/system", service.SendSystemAsync);
        return group;
    }
}
