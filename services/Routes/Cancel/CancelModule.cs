using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Descriptions;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.Cancel;

/// <summary>Serves <c>POST /api/cancel/&lt;job_id&gt;</c>, <c>POST /api/cancel_all</c> and <c>GET /api/cancelable_jobs</c> (contract 5, Q3).</summary>
public static class CancelModule
{
    private static readonly JsonShape Cancelled = JsonShape.Of(
        ("job_id", JsonShape.Text), ("phase", JsonShape.Text), ("success", JsonShape.Flag), ("reason?", JsonShape.Any));

    private static readonly JsonShape AllCancelled = JsonShape.Of(
        ("jobs", JsonShape.MapOf(JobShapes.Record)), ("results", JsonShape.MapOf(JsonShape.Flag)), ("success", JsonShape.Flag));

    private static readonly JsonShape Cancelable = JsonShape.Of(
        ("jobs", JsonShape.ListOf(JsonShape.Of(
            ("file", JsonShape.Text), ("job_id", JsonShape.Text), ("message", JsonShape.Text), ("phase", JsonShape.Text), ("progress", JsonShape.WholeNumber)))),
        ("success", JsonShape.Flag));

    public static IServiceCollection AddCancel(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddJobs(section);
        services.TryAddSingleton<CancelService>();
        services.TryAddSingleton<CancelAllService>();
        services.TryAddSingleton<CancelableJobsService>();
        return services;
    }

    public static IEndpointConventionBuilder MapCancelJob(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskPost<CancelService>("/api/cancel/{job_id}", static service => service.SendAsync)
            .WithSummary("Cancels a job; one that was done before says its own phase.")
            .WithBody("application/json", JsonShape.Any)
            .Answers(
                DescribedAnswer.Json(Cancelled, "What has become of it."),
                DescribedAnswer.Failure(StatusCodes.Status400BadRequest, "It has ended."),
                DescribedAnswer.Failure(StatusCodes.Status404NotFound, "There is no such job."),
                DescribedAnswer.Page(StatusCodes.Status404NotFound, "It is no id."));

    public static IEndpointConventionBuilder MapCancelAll(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskPost<CancelAllService>("/api/cancel_all", static service => service.SendAsync)
            .WithSummary("Cancels every running job.")
            .Answers(DescribedAnswer.Json(AllCancelled, "All jobs, and of each that ran whether it is cancelled."));

    public static IEndpointConventionBuilder MapCancelableJobs(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskGet<CancelableJobsService>("/api/cancelable_jobs", static service => service.SendAsync)
            .WithSummary("The jobs that run.")
            .Answers(DescribedAnswer.Json(Cancelable));
}
