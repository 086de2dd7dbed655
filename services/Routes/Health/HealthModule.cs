using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.BackupServer;
using Strangler.Services.Descriptions;
using Strangler.Services.Flask;
using Strangler.Services.Machine;

namespace Strangler.Services.Routes.Health;

/// <summary>Serves <c>GET /health</c> and its alias <c>/api/health</c> (contract 5).</summary>
public static class HealthModule
{
    private static readonly JsonShape Reachability = JsonShape.OneOf("running", "not_running");

    private static readonly JsonShape Healthy = JsonShape.Of(
        ("api_server", JsonShape.OneOf("running")),
        ("backup_server", Reachability),
        ("backup_server_status", Reachability),
        ("status", JsonShape.OneOf("healthy", "degraded")),
        ("system_metrics", JsonShape.Of(
            ("active_backup_jobs", JsonShape.WholeNumber), ("active_websocket_connections", JsonShape.WholeNumber),
            ("cpu_usage_percent", JsonShape.Number), ("memory_usage_percent", JsonShape.Number))),
        ("timestamp", JsonShape.Text),
        ("uptime_info", JsonShape.Text));

    private static readonly JsonShape Failed = JsonShape.Of(
        ("api_server", JsonShape.Text), ("error", JsonShape.Text), ("status", JsonShape.OneOf("error")), ("timestamp", JsonShape.Text));

    public static IServiceCollection AddHealth(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddBackupServerState(section);
        services.TryAddSingleton<IBackupActivity, NoBackupActivity>();
        services.AddMachineCounters();
        services.TryAddSingleton<MachineLoadSampler>();
        services.AddHostedService(provider => provider.GetRequiredService<MachineLoadSampler>());
        services.TryAddSingleton<HealthService>();
        return services;
    }

    /// <summary>Conventions added to the result apply to both paths.</summary>
    public static IEndpointConventionBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("");
        var service = routes.ServiceProvider.GetRequiredService<HealthService>();
        group.MapFlaskGet("/health", service.SendAsync);
        group.MapFlaskGet("/api/health", service.SendAsync);
        return group
            .WithSummary("Whether the backup server can be reached, and how busy the machine is. It connects nothing.")
            .Answers(
                DescribedAnswer.Json(Healthy),
                DescribedAnswer.Json(StatusCodes.Status500InternalServerError, Failed, "It could not be found out."));
    }
}
