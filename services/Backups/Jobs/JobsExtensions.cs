using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Strangler.Services.Backups.Client;
using Strangler.Services.Backups.Notices;
using Strangler.Services.Backups.Receipts;
using Strangler.Services.BackupServer;
using Strangler.Services.Configuration;
using Strangler.Settings;

namespace Strangler.Services.Backups.Jobs;

/// <summary>Registers the jobs that several modules share, once.</summary>
internal static class JobsExtensions
{
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfigurationSection section)
    {
        if (services.Any(service => service.ServiceType == typeof(JobDirectory)))
            return services;
        services.AddBackupServerState(section);
        services.AddReceipts(section);
        services.AddSettings<JobsOptions>(section.GetSection("Jobs"));
        services.TryAddSingleton<IJobStore, NoJobStore>();
        services.TryAddSingleton<IForeignJobs, NoForeignJobs>();
        services.TryAddSingleton<IEarlierProcess, NoEarlierProcess>();
        services.TryAddSingleton<INoticeSink, NoticeFanout>();
        services.AddHealthChecks().AddCheck<ClientCheck>("backup-client", tags: ["start_backup"]);
        return services
            .AddSingleton<JobDirectory>()
            .AddSingleton<IJobDirectory>(provider => provider.GetRequiredService<JobDirectory>())
            .AddSingleton<JobFolders>()
            .AddSingleton<IJobFolder>(provider => provider.GetRequiredService<JobFolders>())
            .AddSingleton(provider => new ClientIdentities(provider.GetRequiredService<JobFolders>().Identities, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<ForeignLists>()
            .AddSingleton<JobNotices>()
            .AddSingleton<JobCancellation>()
            .AddSingleton<JobReceipts>()
            .AddSingleton<ClientCheck>()
            .AddSingleton(provider => provider.GetRequiredService<IOptions<JobsOptions>>().Value.Command(provider.GetRequiredService<IOptions<ServicesOptions>>().Value.LegacyRoot))
            .AddSingleton<JobClient>()
            .AddSingleton<JobRunner>()
            .AddHostedService<JobLifetime>()
            .AddHostedService<JobRetention>();
    }
}
