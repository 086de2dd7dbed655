using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Configuration;

namespace Strangler.Services.BackupServer;

/// <summary>Registers the state that several modules share, once.</summary>
internal static class BackupServerExtensions
{
    public static IServiceCollection AddBackupServerState(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddServicesOptions(section);
        services.TryAddSingleton(provider => new OwnServers(provider.GetService<IOwnListeners>()));
        services.TryAddSingleton<AllowedServers>();
        services.TryAddSingleton<ReachabilityProbe>();
        services.TryAddSingleton<BackupServerState>();
        services.TryAddSingleton<GeneralStatusAnswers>();
        services.TryAddSingleton<IGeneralStatus>(provider => provider.GetRequiredService<BackupServerState>());
        services.TryAddSingleton<IBackupServerPresence>(provider => provider.GetRequiredService<BackupServerState>());
        return services;
    }
}
