namespace Strangler.Services.Routes.Stop;

/// <summary>Cancels running backups for <c>/api/stop</c>. Whoever owns the jobs supplies it; the default has none to cancel.</summary>
public interface IBackupCancellation
{
    /// <summary>Cancels every running backup. Failures are logged by the caller and never reach the client.</summary>
    Task CancelAllAsync(CancellationToken cancellationToken);
}
