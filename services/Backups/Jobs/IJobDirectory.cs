namespace Strangler.Services.Backups.Jobs;

/// <summary>The jobs that this process started, for whoever sends requests to the side that owns their job.</summary>
public interface IJobDirectory
{
    /// <summary>Whether this process has any job that has not ended: uploading, waiting or running.</summary>
    bool HasLive { get; }

    /// <summary>How many there are of these.</summary>
    int Live { get; }

    /// <summary>Jobs started since the start of the process, ended ones included (contract 5, <c>active_backup_jobs</c>).</summary>
    int Started { get; }

    /// <summary>Whether this process started the job and still knows it, also after a restart.</summary>
    bool Owns(string jobId);

    /// <summary>
    /// The status of an owned job as Socket.IO tells it, without emptying its events: JSON in insertion order, no line feed at the end
    /// (contract 3.2, 9.4); null for another job.
    /// </summary>
    ReadOnlyMemory<byte>? StatusOf(string jobId);

    /// <summary>Cancels every job that has not ended, and waits for the end of those whose client runs.</summary>
    Task CancelAllAsync(CancellationToken cancellationToken);
}
