using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Backups.Uploads;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.StartBackup;

/// <summary>Serves <c>POST /api/start_backup</c> (contract 5, 6).</summary>
public static class StartBackupModule
{
    public static IServiceCollection AddStartBackup(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddJobs(section);
        services.AddUploads(section);
        services.TryAddSingleton<BackupRequest>();
        services.TryAddSingleton<StartBackupService>();
        return services;
    }

    public static IEndpointConventionBuilder MapStartBackup(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskPost<StartBackupService>("/api/start_backup", static service => service.SendAsync);
}
