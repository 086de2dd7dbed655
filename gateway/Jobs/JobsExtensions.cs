using Microsoft.Extensions.Options;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Handover;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Routes.Health;
using Strangler.Services.Routes.Stop;
using Strangler.ShadowDiff.Store;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Strangler.Gateway.Jobs;

internal static class JobsExtensions
{
    /// <summary>Adds the ownership of jobs, and what the modules need to know of those that legacy runs. Stands before the modules, which have defaults.</summary>
    public static void AddJobs(this WebApplicationBuilder builder)
    {
        // Jobs and the database that knows them belong together: two gateways with a database each have a folder each.
        builder.Services.AddOptions<JobsOptions>().Configure<IOptions<DatabaseOptions>>(static (jobs, database) =>
            jobs.Folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(database.Value.Database))!, "jobs"));
        builder.Services
            .AddSingleton<IStoreFeature, JobsStore>()
            .AddSingleton<UnwrittenJobs>()
            .AddSingleton<ITransformProvider, LegacyStartTransforms>()
            .AddSingleton<IJobStore, JobTable>()
            .AddSingleton<IForeignJobs, ForeignJobs>()
            .AddSingleton<IBackupCancellation, BackupCancellation>()
            .AddSingleton<BackupActivity>()
            .AddSingleton<IBackupActivity>(provider => provider.GetRequiredService<BackupActivity>())
            .AddSingleton<LegacyJobs>()
            .AddSingleton<LegacyJobEnds>()
            .AddSingleton<LegacyUptime>()
            .AddSingleton<JobOwnership>()
            .AddSingleton<EarlierJobs>()
            .AddSingleton<IRequestOwner>(provider => provider.GetRequiredService<JobOwnership>())
            .AddSingleton<OwnershipTable>()
            .AddHostedService<OwnershipLog>()
            .AddHostedService<LegacyJobFollower>();
    }

    /// <summary>Sends what only the gateway before this one can answer there. Stands around routing.</summary>
    public static void UseEarlierJobs(this WebApplication app, Action<WebApplication> useRouting)
    {
        var earlier = app.Services.GetRequiredService<Predecessor>().IsThere ? app.Services.GetRequiredService<EarlierJobs>() : null;
        if (earlier is not null)
            app.Use(earlier.HoldAsync);
        useRouting(app);
        if (earlier is not null)
            app.Use(earlier.SendAsync);
    }

    /// <summary>Counts what legacy runs for its clients. Stands after routing.</summary>
    public static void UseBackupActivity(this WebApplication app) => app.Use(app.Services.GetRequiredService<BackupActivity>().ObserveAsync);
}
