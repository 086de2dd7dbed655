using Strangler.Gateway.Modules;
using Strangler.Services.Stop;

namespace Strangler.Gateway.Jobs;

/// <summary>
/// Cancels the running jobs where they run. Legacy's: by its own <c>/api/cancel_all</c> (contract 5), which a legacy started as a script
/// has not (Q3).
/// </summary>
internal sealed class BackupCancellation(LegacyClient legacy) : IBackupCancellation
{
    public Task CancelAllAsync(CancellationToken cancellationToken) => legacy.PostAsync("/api/cancel_all", cancellationToken);
}
