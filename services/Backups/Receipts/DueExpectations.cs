using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Strangler.Services.Backups.Receipts;

/// <summary>Which expected files the monitor has to look at next. Anybody may <see cref="Hear"/> of one; the rest is for the monitor's loop alone.</summary>
internal sealed class DueExpectations(OpenExpectations open, IOptions<ReceiptsOptions> options, TimeProvider time)
{
    private readonly TimeSpan _rescanInterval = options.Value.RescanInterval;
    private readonly ConcurrentQueue<Expectation> _news = new();
    private readonly HashSet<Expectation> _unstable = [];
    private long _rescanned;

    /// <summary>How long nothing is due, unless something is heard of.</summary>
    public TimeSpan UntilNext
    {
        get
        {
            var sinceRescan = time.GetElapsedTime(_rescanned);
            var untilRescan = sinceRescan < _rescanInterval ? _rescanInterval - sinceRescan : TimeSpan.Zero;
            return _unstable.Select(one => one.UntilStable).Append(untilRescan).Min();
        }
    }

    /// <summary>A file is newly expected, or the operating system has reported it.</summary>
    public void Hear(Expectation expectation) => _news.Enqueue(expectation);

    /// <summary>
    /// All at a rescan; otherwise those that are new or were reported, and those whose file has been unchanged long enough. Not always all:
    /// there may be thousands.
    /// </summary>
    public IReadOnlySet<Expectation> Take()
    {
        var isRescan = time.GetElapsedTime(_rescanned) >= _rescanInterval;
        if (isRescan)
            _rescanned = time.GetTimestamp();
        var due = new HashSet<Expectation>(isRescan ? open.Each : _unstable.Where(one => one.UntilStable == TimeSpan.Zero));
        while (_news.TryDequeue(out var heardOf))
            due.Add(heardOf);
        _unstable.ExceptWith(due);
        return due;
    }

    /// <summary>Remembers one that must be looked at again before the next rescan.</summary>
    public void LookAgain(Expectation expectation, TimeSpan after)
    {
        if (after < _rescanInterval)
            _unstable.Add(expectation);
    }
}
