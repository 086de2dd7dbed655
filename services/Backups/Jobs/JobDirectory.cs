using System.Collections.Concurrent;
using System.Globalization;

namespace Strangler.Services.Backups.Jobs;

/// <summary>All jobs that this process knows.</summary>
internal sealed class JobDirectory(TimeProvider time) : IJobDirectory
{
    private readonly ConcurrentDictionary<string, Job> _jobs = new(StringComparer.Ordinal);
    private long _lastId;
    private int _started;

    public bool HasLive => _jobs.Any(job => job.Value.State != JobState.Ended);

    public int Live => _jobs.Count(job => job.Value.State != JobState.Ended);

    public int Started => Volatile.Read(ref _started);

    /// <summary>In order of creation: their ids are times.</summary>
    public IEnumerable<Job> All => _jobs.Values.OrderBy(job => job.Id, StringComparer.Ordinal);

    public bool Owns(string jobId) => _jobs.ContainsKey(jobId);

    public Job? Find(string jobId) => _jobs.GetValueOrDefault(jobId);

    public ReadOnlyMemory<byte>? StatusOf(string jobId) => Find(jobId) is { } job ? new ReadOnlyMemory<byte>?(JobAnswers.ForSocket(job, connected: true)) : null;

    /// <summary>Creates a job whose file has yet to arrive.</summary>
    public Job Create()
    {
        Interlocked.Increment(ref _started);
        var job = new Job("job_" + NextTime(), time);
        _jobs[job.Id] = job;
        return job;
    }

    /// <summary>Adds a job of an earlier process, unless it is one that this one knows.</summary>
    public bool TryRestore(Job job) => _jobs.TryAdd(job.Id, job);

    /// <summary>Forgets a job: its start was refused (Q6), or it has been kept long enough.</summary>
    public void Remove(Job job) => _jobs.TryRemove(job.Id, out _);

    /// <summary>Cancels the jobs that have not ended, and returns them; one whose file is still being received ends once the file has arrived.</summary>
    public async Task<IReadOnlyList<Job>> CancelAllAsync(CancellationToken cancellationToken)
    {
        var live = All.Where(job => job.State != JobState.Ended).ToList();
        var running = live.Where(job => job.Cancel(reason: null, takesNote: false) == JobState.Running).ToList();
        await Task.WhenAll(running.Select(job => job.Ended)).WaitAsync(cancellationToken);
        return live;
    }

    Task IJobDirectory.CancelAllAsync(CancellationToken cancellationToken) => CancelAllAsync(cancellationToken);

    /// <summary>A time in microseconds since 1970, as legacy puts it into names; never the same twice.</summary>
    public string NextTime()
    {
        var now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        long last, next;
        do
        {
            last = Volatile.Read(ref _lastId);
            next = Math.Max(now, last + 1);
        }
        while (Interlocked.CompareExchange(ref _lastId, next, last) != last);
        return next.ToString(CultureInfo.InvariantCulture);
    }
}
