using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.Cancel;

/// <summary>Serves <c>POST /api/cancel/&lt;job_id&gt;</c>, <c>POST /api/cancel_all</c> and <c>GET /api/cancelable_jobs</c> (contract 5, Q3).</summary>
public static class CancelModule
{
    public static IServiceCollection AddCancel(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddJobs(section);
        services.TryAddSingleton<CancelService>();
        services.TryAddSingleton<CancelAllService>();
        services.TryAddSingleton<CancelableJobsService>();
        return services;
    }

    public static IEndpointConventionBuilder MapCancelJob(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskPost<CancelService>("/api/cancel/{job_id}", static service => service.SendAsync);

    public static IEndpointConventionBuilder MapCancelAll(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskPost<CancelAllService>("/api/cancel_all", static service => service.SendAsync);

    public static IEndpointConventionBuilder MapCancelableJobs(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskGet<CancelableJobsService>("/api/cancelable_jobs", static service => service.SendAsync);
}
