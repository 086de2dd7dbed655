using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Descriptions;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.JobStatus;

/// <summary>Serves <c>GET /api/status?job_id=</c>, the status of one job (contract 5). Without a <c>job_id</c> the path is another route.</summary>
public static class JobStatusModule
{
    public static IServiceCollection AddJobStatus(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddJobs(section);
        services.TryAddSingleton<JobStatusService>();
        return services;
    }

    public static IEndpointConventionBuilder MapJobStatus(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskGet<JobStatusService>("/api/status", static service => service.SendAsync)
            .WithSummary("The status of a job. Its events are given once.")
            .WithArgument("job_id", "The job; the general status without it, and where there is none of that id.")
            .Answers(DescribedAnswer.Json(JobShapes.Status));
}
