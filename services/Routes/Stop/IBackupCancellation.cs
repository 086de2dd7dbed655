namespace Strangler.Services.Routes.Stop;

/// <summary>Cancels running backups for <c>/api/stop</c>. The host that owns the jobs registers its own; the default has none to cancel.</summary>
public interface IBackupCancellation
{
    /// <summary>Cancels every running backup. Failures are logged by the caller and never reach the client.</summary>
    Task CancelAllAsync(CancellationToken cancellationToken);
}

/// <summary>The cancellation of a process that runs no backups.</summary>
internal sealed class NoBackupCancellation : IBackupCancellation
{
    public Task CancelAllAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
