namespace Strangler.Services.Backups.Jobs;

/// <summary>Jobs that run elsewhere and belong in the same lists. A host that knows of such jobs registers its own; the default has none.</summary>
public interface IForeignJobs
{
    /// <summary>Whether any of them has not ended. If not, nobody is asked.</summary>
    bool HasLive { get; }

    /// <summary>That place's own answer to a list-type route.</summary>
    /// <param name="method"><c>GET</c> or <c>POST</c>.</param>
    /// <param name="path">E.g. <c>/api/cancelable_jobs</c>.</param>
    /// <returns>The JSON of its 200; null if it gives no such answer (the failure is logged there).</returns>
    Task<ReadOnlyMemory<byte>?> AskAsync(string method, string path, CancellationToken cancellationToken);

    /// <summary>Has that place cancel a job of its own, as <c>POST /api/cancel/&lt;job_id&gt;</c> does; completes when its client has ended.</summary>
    /// <param name="jobId">The job, as the client names it.</param>
    /// <param name="reason">Stays in the job's record; null for none.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<ForeignCancellation> CancelAsync(string jobId, string? reason, CancellationToken cancellationToken);
}

/// <summary>For a process that knows of no other place with jobs.</summary>
internal sealed class NoForeignJobs : IForeignJobs
{
    public bool HasLive => false;

    public Task<ReadOnlyMemory<byte>?> AskAsync(string method, string path, CancellationToken cancellationToken) => Task.FromResult<ReadOnlyMemory<byte>?>(null);

    public Task<ForeignCancellation> CancelAsync(string jobId, string? reason, CancellationToken cancellationToken) => Task.FromResult(ForeignCancellation.Unknown);
}
