using Strangler.Services.Stop;

namespace Strangler.Gateway.Modules;

/// <summary>Cancels the jobs where they run: at legacy, by its own <c>/api/cancel_all</c> (contract 5), which a legacy started as a script has not (Q3).</summary>
internal sealed class LegacyCancellation(LegacyClient legacy) : IBackupCancellation
{
    public Task CancelAllAsync(CancellationToken cancellationToken) => legacy.PostAsync("/api/cancel_all", cancellationToken);
}
