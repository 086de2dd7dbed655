namespace Strangler.Services.Backups.Jobs;

/// <summary>Keeps jobs across restarts. The default keeps nothing.</summary>
public interface IJobStore
{
    /// <summary>Loads all stored jobs, oldest first. Called once, at the start.</summary>
    Task<IReadOnlyList<StoredJob>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Adds or replaces a job. Once the task has completed, the job survives the end of the process.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    Task SaveAsync(StoredJob job, CancellationToken cancellationToken);

    /// <summary>Forgets jobs.</summary>
    Task DeleteAsync(IReadOnlyCollection<string> jobIds, CancellationToken cancellationToken);
}

/// <summary>A job as it is stored.</summary>
/// <param name="Id">E.g. <c>job_1795382155911488</c>.</param>
/// <param name="CreatedAt">When its request came.</param>
/// <param name="EndedAt">When it ended; null while it is live.</param>
/// <param name="Document">Everything else, as JSON in a form of the jobs' own.</param>
public sealed record StoredJob(string Id, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, string Document);

/// <summary>The store of a process whose jobs need not outlive it.</summary>
internal sealed class NoJobStore : IJobStore
{
    public Task<IReadOnlyList<StoredJob>> LoadAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<StoredJob>>([]);

    public Task SaveAsync(StoredJob job, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DeleteAsync(IReadOnlyCollection<string> jobIds, CancellationToken cancellationToken) => Task.CompletedTask;
}
