namespace Strangler.Services.Routes.Stop;

/// <summary>The cancellation of a process that runs no backups.</summary>
internal sealed class NoBackupCancellation : IBackupCancellation
{
    public Task CancelAllAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
