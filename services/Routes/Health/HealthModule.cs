using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.BackupServer;
using Strangler.Services.Flask;
using Strangler.Services.Machine;

namespace Strangler.Services.Routes.Health;

/// <summary>Serves <c>GET /health</c> and its alias <c>/api/health</c> (contract 5).</summary>
public static class HealthModule
{
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
        return group;
    }
}
