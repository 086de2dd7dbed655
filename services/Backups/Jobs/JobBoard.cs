using System.Collections.Concurrent;
using System.Globalization;

namespace Strangler.Services.Backups.Jobs;

/// <summary>All jobs that this process knows.</summary>
internal sealed class JobBoard(TimeProvider time) : IJobDirectory
{
    private readonly ConcurrentDictionary<string, Job> _jobs = new(StringComparer.Ordinal);
    private long _lastId;
    private int _started;

    public bool HasLive => _jobs.Any(job => job.Value.Stage != JobStage.Ended);

    public int Started => Volatile.Read(ref _started);

    /// <summary>In the order of their creation: their ids are times.</summary>
    public IEnumerable<Job> All => _jobs.Values.OrderBy(job => job.Id, StringComparer.Ordinal);

    public bool Owns(string jobId) => _jobs.ContainsKey(jobId);

    public Job? Find(string jobId) => _jobs.GetValueOrDefault(jobId);

    public ReadOnlyMemory<byte>? StatusOf(string jobId) => Find(jobId) is { } job ? new ReadOnlyMemory<byte>?(JobAnswers.ForSocket(job)) : null;

    /// <summary>A job whose file is still to come.</summary>
    public Job Create()
    {
        Interlocked.Increment(ref _started);
        var job = new Job("job_" + NextTime(), time);
        _jobs[job.Id] = job;
        return job;
    }

    /// <summary>Takes in a job of an earlier process.</summary>
    public void Restore(Job job) => _jobs[job.Id] = job;

    /// <summary>Forgets a job: its start was refused (Q6), or its time is over.</summary>
    public void Remove(Job job) => _jobs.TryRemove(job.Id, out _);

    /// <summary>Cancels the jobs that have not ended, and gives them; one whose file is still being received ends once it has come.</summary>
    public async Task<IReadOnlyList<Job>> CancelAllAsync(CancellationToken cancellationToken)
    {
        var live = All.Where(job => job.Stage != JobStage.Ended).ToList();
        var running = live.Where(job => job.Cancel(reason: null, takesNote: false) == JobStage.Running).ToList();
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
