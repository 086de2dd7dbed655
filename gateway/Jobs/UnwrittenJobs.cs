using System.Collections.Concurrent;
using System.Data.Common;
using Strangler.Services.Backups.Jobs;

namespace Strangler.Gateway.Jobs;

/// <summary>What of modern's jobs waits for a database that cannot be used: those of this process to be written, those of an earlier one to be taken up.</summary>
internal sealed class UnwrittenJobs
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, StoredJob> _jobs = new(StringComparer.Ordinal);
    private Func<IReadOnlyList<StoredJob>, IReadOnlyList<StoredJob>>? _takeUp;
    private Func<IReadOnlyList<StoredJob>> _known = () => [];

    /// <summary>What an operator should know; null when the database has every job and every job of it is known.</summary>
    public string? Problem => Volatile.Read(ref _takeUp) is not null || !_jobs.IsEmpty
        ? $"gateway.db cannot be used. Until it can be, jobs from before the start are not known, and those that were started since ({_jobs.Count} of C#'s) are in memory only: if the gateway ends before that, they are not known any more"
        : null;

    public IReadOnlyList<StoredJob> All => [.. _jobs.Values];

    /// <summary>All that this process knows, as they are now.</summary>
    public IReadOnlyList<StoredJob> Known => Volatile.Read(ref _known)();

    /// <summary>Who takes up the jobs of an earlier process, once they can be read, and who knows all.</summary>
    public void Expect(Func<IReadOnlyList<StoredJob>, IReadOnlyList<StoredJob>> takeUp, Func<IReadOnlyList<StoredJob>> known)
    {
        Volatile.Write(ref _known, known);
        Volatile.Write(ref _takeUp, takeUp);
    }

    /// <summary>Hands over the jobs of an earlier process, once.</summary>
    public void Load(DbConnection connection)
    {
        if (Volatile.Read(ref _takeUp) is null)
            return;

        var stored = JobTable.Find(connection);
        foreach (var changed in Interlocked.Exchange(ref _takeUp, null)?.Invoke(stored) ?? [])
            _jobs.TryAdd(changed.Id, changed);
    }

    /// <summary>Keeps a job until it is written; false when too many are kept.</summary>
    public bool TryKeep(StoredJob job)
    {
        if (_jobs.Count >= Most && !_jobs.ContainsKey(job.Id))
            return false;

        _jobs[job.Id] = job;
        return true;
    }

    /// <summary>Nobody needs these any more.</summary>
    public void Forget(IEnumerable<string> jobIds)
    {
        foreach (var id in jobIds)
            _jobs.TryRemove(id, out _);
    }

    /// <summary>These are in the database. One that has changed since is still to be written.</summary>
    public void Written(IEnumerable<StoredJob> jobs)
    {
        foreach (var job in jobs)
            _jobs.TryRemove(KeyValuePair.Create(job.Id, job));
    }
}
