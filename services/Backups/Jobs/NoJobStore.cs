namespace Strangler.Services.Backups.Jobs;

/// <summary>The store of a process whose jobs need not outlive it.</summary>
internal sealed class NoJobStore : IJobStore
{
    public Task<IReadOnlyList<StoredJob>> LoadAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<StoredJob>>([]);

    public Task SaveAsync(StoredJob job, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DeleteAsync(IReadOnlyCollection<string> jobIds, CancellationToken cancellationToken) => Task.CompletedTask;
}
