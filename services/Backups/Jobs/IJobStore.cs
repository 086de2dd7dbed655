namespace Strangler.Services.Backups.Jobs;

/// <summary>Keeps jobs over a restart. The default keeps nothing.</summary>
public interface IJobStore
{
    /// <summary>All jobs that were kept, oldest first. Called once, at the start.</summary>
    Task<IReadOnlyList<StoredJob>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Adds or replaces a job. When the task ends, the job outlives the end of the process.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    Task SaveAsync(StoredJob job, CancellationToken cancellationToken);

    /// <summary>Forgets jobs.</summary>
    Task DeleteAsync(IReadOnlyCollection<string> jobIds, CancellationToken cancellationToken);
}
