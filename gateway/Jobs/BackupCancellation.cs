using Strangler.Gateway.Legacy;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Routes.Stop;

namespace Strangler.Gateway.Jobs;

/// <summary>
/// Cancels the running jobs where they run: modern's here, legacy's by its own <c>/api/cancel_all</c> (contract 5), which a legacy
/// started as a script has not (Q3). One side's failure does not keep the other's jobs alive.
/// </summary>
internal sealed class BackupCancellation(IJobDirectory modern, LegacyJobs jobs, LegacyClient legacy) : IBackupCancellation
{
    public Task CancelAllAsync(CancellationToken cancellationToken) => Task.WhenAll(
        modern.CancelAllAsync(cancellationToken),
        jobs.HasLive || !modern.HasLive ? legacy.PostAsync("/api/cancel_all", cancellationToken) : Task.CompletedTask);
}
