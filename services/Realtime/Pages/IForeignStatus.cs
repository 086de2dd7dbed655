namespace Strangler.Services.Realtime.Pages;

/// <summary>Statuses of jobs that this process does not know. A host that can ask the place where they run registers its own; the default knows of none.</summary>
public interface IForeignStatus
{
    /// <summary>Asks for a job's status. The client that wants to know waits, and what it sends meanwhile; the host sets the limit.</summary>
    /// <param name="jobId">The job, as the client names it.</param>
    /// <param name="cancellationToken">Cancelled when the client is gone.</param>
    /// <returns>
    /// The JSON of the member <c>status</c> of that place's own <c>status_response</c> (contract 9.4); null for a job that is none of its; empty
    /// when the job is its and it does not say: the client must hear nothing then, since a general status would tell it that its job is lost.
    /// </returns>
    Task<ReadOnlyMemory<byte>?> AskAsync(string jobId, CancellationToken cancellationToken);
}

/// <summary>For a process that knows of no other place with jobs.</summary>
internal sealed class NoForeignStatus : IForeignStatus
{
    public Task<ReadOnlyMemory<byte>?> AskAsync(string jobId, CancellationToken cancellationToken) => Task.FromResult<ReadOnlyMemory<byte>?>(null);
}
