using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Backups.Uploads;
using Strangler.Services.Descriptions;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.StartBackup;

/// <summary>Serves <c>POST /api/start_backup</c> (contract 5, 6).</summary>
public static class StartBackupModule
{
    private static readonly JsonShape Form = JsonShape.Of(
        ("file", JsonShape.Any), ("username?", JsonShape.Text), ("host?", JsonShape.Text), ("server?", JsonShape.Text), ("port?", JsonShape.Text)).Open;

    private static readonly JsonShape Started = JsonShape.Of(
        ("filename", JsonShape.Text), ("job_id", JsonShape.Text), ("message", JsonShape.Text), ("success", JsonShape.Flag), ("username", JsonShape.Text));

    public static IServiceCollection AddStartBackup(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddJobs(section);
        services.AddUploads(section);
        services.TryAddSingleton<BackupRequest>();
        services.TryAddSingleton<StartBackupService>();
        return services;
    }

    public static IEndpointConventionBuilder MapStartBackup(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskPost<StartBackupService>("/api/start_backup", static service => service.SendAsync)
            .WithSummary("Takes a file and starts a job that backs it up; answers before it has.")
            .WithBody("multipart/form-data", Form)
            .Answers(
                DescribedAnswer.Json(Started, "The job has started."),
                DescribedAnswer.Failure(StatusCodes.Status400BadRequest, "There is no file, or a field is missing or bad."),
                DescribedAnswer.Page(StatusCodes.Status400BadRequest, "The body is cut off."),
                DescribedAnswer.Failure(StatusCodes.Status403Forbidden, "The backup server is none of the allowed ones."),
                DescribedAnswer.Page(StatusCodes.Status408RequestTimeout, "The body does not come."),
                DescribedAnswer.Failure(StatusCodes.Status413PayloadTooLarge, "The file, or the form, is too large."),
                DescribedAnswer.Failure(StatusCodes.Status500InternalServerError, "It cannot be stored or started, or the form is malformed (Q11)."),
                DescribedAnswer.Failure(StatusCodes.Status503ServiceUnavailable, "Too many backups wait."));
}
