using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Threading.Channels;

namespace Strangler.Gateway.Jobs;

/// <summary>The jobs that legacy started: those whose start went through this gateway, also while it does, and those that legacy was seen to list.</summary>
internal sealed class LegacyJobs(TimeProvider time)
{
    private const int MostUnwritten = 10_000;

    private const int MostUnread = 1_000;

    /// <summary>By then whoever follows a job has heard of its end: browsers let a page that nobody looks at ask once a minute.</summary>
    private static readonly TimeSpan TellsOfItsEnd = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _started = new(StringComparer.Ordinal);
    private readonly Channel<OwnedJob> _learned = Channel.CreateBounded<OwnedJob>(MostUnwritten);
    private readonly Channel<string> _ended = Channel.CreateBounded<string>(MostUnread);
    private readonly ConcurrentQueue<OwnedJob> _returned = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _endedAt = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private FrozenSet<string> _live = [];
    private int _starts;
    private int _remembered;
    private int _uploads;

    /// <summary>Counts the jobs that an earlier process knew: which of them still run only legacy can say.</summary>
    public int Remembered => Volatile.Read(ref _remembered);

    /// <summary>Whether a job of legacy's is under way, as far as is known; false while legacy cannot be reached.</summary>
    public bool HasLive => UnderWay > 0;

    /// <summary>Uploads that legacy is receiving. It has a job of each already (contract 4), but nobody has been told its id.</summary>
    public int Uploads => Volatile.Read(ref _uploads);

    /// <summary>How many of them are; as for <see cref="HasLive"/>.</summary>
    public int UnderWay => Uploads + (IsReachable ? Live.Count : 0);

    /// <summary>Whether the last look at legacy's list found it. A legacy that is gone has no live jobs.</summary>
    public bool IsReachable { get; set; } = true;

    /// <summary>Ids of the jobs that had not ended when legacy was last asked, and of those that started since.</summary>
    public FrozenSet<string> Live => Volatile.Read(ref _live);

    /// <summary>Ids of the jobs that were live and are no more, each once; for one reader. Those that nobody takes are dropped in the end.</summary>
    public ChannelReader<string> Ended => _ended.Reader;

    /// <summary>Counts the jobs learned by their start; see <see cref="Saw"/>.</summary>
    public int Starts => Volatile.Read(ref _starts);

    /// <summary>Whether the job is legacy's. One that modern does not know may be that of an upload, which only legacy can tell.</summary>
    public bool Owns(string jobId) => Uploads > 0 || _started.ContainsKey(jobId);

    /// <summary>Whether it is known to be legacy's.</summary>
    public bool HasStarted(string jobId) => _started.ContainsKey(jobId);

    /// <summary>Whether it is legacy's, and has not ended, or so lately that its page may not have heard of it; as for <see cref="Owns"/>.</summary>
    public bool IsCurrent(string jobId) => Uploads > 0 || (IsReachable && (Live.Contains(jobId) || HasJustEnded(jobId)));

    public void BeginUpload() => Interlocked.Increment(ref _uploads);

    public void EndUpload() => Interlocked.Decrement(ref _uploads);

    /// <summary>Takes in what was known before a restart.</summary>
    public void Remember(IEnumerable<OwnedJob> jobs)
    {
        foreach (var job in jobs)
        {
            if (_started.TryAdd(job.Id, job.Started))
                Interlocked.Increment(ref _remembered);
        }
    }

    /// <summary>Completes when something was learned that nobody has taken yet.</summary>
    public ValueTask<bool> WaitToTakeAsync(CancellationToken cancellationToken) => _learned.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Takes what is not written yet.</summary>
    public IReadOnlyList<OwnedJob> Take()
    {
        var taken = new List<OwnedJob>();
        while (_returned.TryDequeue(out var job) || _learned.Reader.TryRead(out job))
            taken.Add(job);
        return taken;
    }

    /// <summary>Gives back what could not be written, for the next <see cref="Take"/>. More than so many are known until the end of the process only.</summary>
    public void Return(IReadOnlyList<OwnedJob> jobs)
    {
        foreach (var job in jobs.Take(MostUnwritten - _returned.Count))
            _returned.Enqueue(job);
    }

    /// <summary>All are to be written: the database knows none of them any more.</summary>
    public void ReturnAll() => Return([.. _started.Select(job => new OwnedJob(job.Key, job.Value))]);

    /// <summary>Legacy has just started a job.</summary>
    public void Learn(string jobId)
    {
        Own(jobId);
        lock (_lock)
        {
            _starts++;
            _live = _live.Append(jobId).ToFrozenSet(StringComparer.Ordinal);
        }

        IsReachable = true;
    }

    /// <summary>Legacy has just listed its live jobs.</summary>
    /// <param name="startsBefore"><see cref="Starts"/> when it was asked: a list from before a start says nothing about that job.</param>
    public void Saw(IEnumerable<string> jobIds, int startsBefore)
    {
        var listed = jobIds.ToList();
        listed.ForEach(Own);
        lock (_lock)
        {
            var before = _live;
            _live = (_starts == startsBefore ? listed : listed.Concat(before)).ToFrozenSet(StringComparer.Ordinal);
            foreach (var ended in before.Except(_live))
            {
                _endedAt[ended] = time.GetUtcNow();
                _ended.Writer.TryWrite(ended);
            }

            foreach (var (old, _) in _endedAt.Where(job => !HasJustEnded(job.Key)))
                _endedAt.TryRemove(old, out _);
        }

        IsReachable = true;
    }

    /// <summary>Forgets jobs that started before <paramref name="oldest"/>.</summary>
    public void Forget(DateTimeOffset oldest)
    {
        foreach (var (id, started) in _started)
        {
            if (started < oldest)
                _started.TryRemove(id, out _);
        }
    }

    private bool HasJustEnded(string jobId) => _endedAt.TryGetValue(jobId, out var at) && time.GetUtcNow() - at < TellsOfItsEnd;

    private void Own(string jobId)
    {
        var job = new OwnedJob(jobId, time.GetUtcNow());
        if (_started.TryAdd(jobId, job.Started))
            _learned.Writer.TryWrite(job); // Full only while the disk is: the job is known until the end of the process.
    }
}
