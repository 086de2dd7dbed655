using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Backups.Receipts;
using Strangler.Services.Descriptions;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.MonitorStatus;

/// <summary>Serves <c>GET /api/monitor_status</c> (contract 5).</summary>
public static class MonitorStatusModule
{
    private static readonly JsonShape Status = JsonShape.Of(
        ("active_jobs", JsonShape.WholeNumber), ("directory_exists", JsonShape.Flag), ("directory_size", JsonShape.WholeNumber),
        ("jobs_info", JsonShape.ListOf(JsonShape.Of(
            ("expected_size", JsonShape.WholeNumber), ("filename", JsonShape.Text), ("job_id", JsonShape.Text), ("runtime", JsonShape.Number),
            ("start_time", JsonShape.Number), ("status", JsonShape.Text)))),
        ("max_workers", JsonShape.WholeNumber), ("monitoring_active", JsonShape.Flag), ("observer_running", JsonShape.Flag),
        ("total_files_in_directory", JsonShape.WholeNumber), ("watchdog_available", JsonShape.Flag), ("watched_directory", JsonShape.Text));

    public static IServiceCollection AddMonitorStatus(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddReceipts(section);
        services.TryAddSingleton<MonitorStatusService>();
        return services;
    }

    public static IEndpointConventionBuilder MapMonitorStatus(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskGet<MonitorStatusService>("/api/monitor_status", static service => service.SendAsync)
            .WithSummary("The folder of received files, and what is expected in it.")
            .Answers(DescribedAnswer.Json(Status));
}
