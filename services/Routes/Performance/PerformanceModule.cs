using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Descriptions;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.Performance;

/// <summary>Serves <c>GET /api/perf</c> and <c>GET /api/perf/&lt;job_id&gt;</c> (contract 5, 8.1, Q3, Q28).</summary>
public static class PerformanceModule
{
    private static readonly JsonShape Record = JsonShape.Of(
        ("avg_speed_bps", JsonShape.WholeNumber), ("bytes_transferred", JsonShape.WholeNumber), ("elapsed_seconds", JsonShape.Number),
        ("ema_speed_bps", JsonShape.WholeNumber), ("eta_seconds", JsonShape.WholeNumber.OrNull), ("insight", JsonShape.Text.OrNull), ("job_id", JsonShape.Text),
        ("last_speed_bps", JsonShape.WholeNumber), ("last_update_age", JsonShape.Number), ("peak_speed_bps", JsonShape.WholeNumber),
        ("progress_pct", JsonShape.Number.OrNull), ("total_bytes", JsonShape.WholeNumber), ("trend", JsonShape.Text));

    public static IServiceCollection AddPerformance(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddJobs(section);
        services.TryAddSingleton<PerformanceService>();
        return services;
    }

    public static IEndpointConventionBuilder MapPerformance(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskGet<PerformanceService>("/api/perf", static service => service.SendAllAsync)
            .WithSummary("How fast each job is, or was.")
            .Answers(DescribedAnswer.Json(JsonShape.Of(("jobs", JsonShape.MapOf(Record)), ("success", JsonShape.Flag))));

    public static IEndpointConventionBuilder MapJobPerformance(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskGet<PerformanceService>("/api/perf/{job_id}", static service => service.SendOneAsync)
            .WithSummary("How fast a job is, or was.")
            .Answers(
                DescribedAnswer.Json(JsonShape.Of(("job", Record), ("success", JsonShape.Flag))),
                DescribedAnswer.Failure(StatusCodes.Status404NotFound, "Nothing is known of such a job."),
                DescribedAnswer.Page(StatusCodes.Status404NotFound, "It is no id."));
}
