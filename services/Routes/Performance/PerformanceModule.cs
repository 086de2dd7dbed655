using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.Performance;

/// <summary>Serves <c>GET /api/perf</c> and <c>GET /api/perf/&lt;job_id&gt;</c> (contract 5, 8.1, Q3, Q28).</summary>
public static class PerformanceModule
{
    public static IServiceCollection AddPerformance(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddJobs(section);
        services.TryAddSingleton<PerformanceService>();
        return services;
    }

    public static IEndpointConventionBuilder MapPerformance(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskGet<PerformanceService>("/api/perf", static service => service.SendAllAsync);

    public static IEndpointConventionBuilder MapJobPerformance(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskGet<PerformanceService>("/api/perf/{job_id}", static service => service.SendOneAsync);
}
