namespace Strangler.Services.Backups.Jobs;

/// <summary>Keeps jobs across restarts. The default keeps nothing.</summary>
public interface IJobStore
{
    /// <summary>Hands over all stored jobs, once: before it returns, or, from a store that cannot be used yet, as soon as it can be. Called once, at the start.</summary>
    /// <param name="takeUp">Takes the jobs, oldest first, and returns those of them that are other now and have to be stored so. Must not wait for the store.</param>
    /// <param name="known">All jobs as they are now, for a store that has lost its own. Must not wait for the store either.</param>
    /// <param name="cancellationToken">Until the first attempt is over.</param>
    Task LoadAsync(Func<IReadOnlyList<StoredJob>, IReadOnlyList<StoredJob>> takeUp, Func<IReadOnlyList<StoredJob>> known, CancellationToken cancellationToken);

    /// <summary>Adds or replaces a job. Once the task has completed, the job survives the end of the process, or a store that cannot be used says that it keeps it until it can be.</summary>
    /// <exception cref="IOException">It could be neither written nor kept.</exception>
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
    public Task LoadAsync(Func<IReadOnlyList<StoredJob>, IReadOnlyList<StoredJob>> takeUp, Func<IReadOnlyList<StoredJob>> known, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SaveAsync(StoredJob job, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DeleteAsync(IReadOnlyCollection<string> jobIds, CancellationToken cancellationToken) => Task.CompletedTask;
}
