using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Health;
using Strangler.Services.Jobs;
using Strangler.Services.Stop;

namespace Strangler.Gateway.Jobs;

internal static class JobsExtensions
{
    /// <summary>Adds the ownership of jobs, and what the modules need to know of those that legacy runs. Stands after the modules.</summary>
    public static void AddJobs(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton<IJobDirectory, NoJobs>();
        builder.Services
            .AddSingleton<IJobStore, JobTable>()
            .AddSingleton<IForeignJobs, ForeignJobs>()
            .AddSingleton<IBackupCancellation, BackupCancellation>()
            .AddSingleton<BackupActivity>()
            .AddSingleton<IBackupActivity>(provider => provider.GetRequiredService<BackupActivity>())
            .AddSingleton<LegacyJobs>()
            .AddSingleton<JobOwnership>()
            .AddSingleton<OwnershipTable>()
            .AddHostedService<OwnershipLog>()
            .AddHostedService<LegacyJobFollower>();
    }

    /// <summary>Counts what legacy runs for its clients. Stands after routing.</summary>
    public static void UseBackupActivity(this WebApplication app) => app.Use(app.Services.GetRequiredService<BackupActivity>().ObserveAsync);
}
