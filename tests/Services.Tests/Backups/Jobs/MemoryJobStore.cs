using System.Collections.Concurrent;
using Strangler.Services.Backups.Jobs;

namespace Strangler.Services.Tests.Backups.Jobs;

/// <summary>Outlives a host, as a database does. Can be made to fail.</summary>
internal sealed class MemoryJobStore : IJobStore
{
    private readonly ConcurrentDictionary<string, StoredJob> _jobs = new();

    public bool IsBroken { get; set; }

    public IReadOnlyCollection<string> Ids => [.. _jobs.Keys];

    public Task LoadAsync(Func<IReadOnlyList<StoredJob>, IReadOnlyList<StoredJob>> takeUp, Func<IReadOnlyList<StoredJob>> known, CancellationToken cancellationToken)
    {
        foreach (var changed in takeUp([.. _jobs.Values.OrderBy(job => job.Id, StringComparer.Ordinal)]))
            _jobs[changed.Id] = changed;
        return Task.CompletedTask;
    }

    public Task SaveAsync(StoredJob job, CancellationToken cancellationToken)
    {
        if (IsBroken)
            throw new IOException("broken");
        _jobs[job.Id] = job;
        return Task.CompletedTask;
    }

    public Task DeleteAsync(IReadOnlyCollection<string> jobIds, CancellationToken cancellationToken)
    {
        foreach (var id in jobIds)
            _jobs.TryRemove(id, out _);
        return Task.CompletedTask;
    }
}
