using System.Diagnostics.CodeAnalysis;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Backups.Jobs;

/// <summary>
/// A backup from its request to long after its end. Its state and record change together under a lock; readers get an immutable
/// record. Nothing but a verification changes a job that has ended.
/// </summary>
internal sealed class Job
{
    private const int MostEvents = 1_000;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Queue<JobEvent> _events = new(capacity: 0);

    /// <summary>What only a job that goes on needs; thousands that have ended are kept.</summary>
    private Going? _going;

    /// <summary>A new job, whose file has yet to arrive.</summary>
    public Job(string id, TimeProvider time)
    {
        (Id, _time, CreatedAt) = (id, time, time.GetUtcNow());
        Record = JobRecord.Initial(time.LocalIsoFormat());
        _going = new Going();
    }

    /// <summary>A job of an earlier process, which has ended.</summary>
    public Job(string id, DateTimeOffset createdAt, DateTimeOffset endedAt, JobRecord record, JobPerformance? performance, TimeProvider time)
    {
        (Id, _time, CreatedAt, EndedAt, Record, Performance) = (id, time, createdAt, endedAt, record, performance);
        State = JobState.Ended;
    }

    public string Id { get; }

    public DateTimeOffset CreatedAt { get; }

    public DateTimeOffset? EndedAt { get; private set; }

    public JobState State { get; private set; }

    public JobRecord Record { get; private set; }

    /// <summary>Null until its file has arrived.</summary>
    public JobPerformance? Performance { get; private set; }

    public bool IsCancelled { get; private set; }

    /// <summary>Cancelled when its client is to end.</summary>
    public CancellationToken Stopping => _going?.Stop.Token ?? CancellationToken.None;

    /// <summary>Completes when it has ended.</summary>
    public Task Ended => _going?.End.Task ?? Task.CompletedTask;

    /// <summary>Takes note that its file has arrived.</summary>
    public void Accept(string file, long size)
    {
        lock (_gate)
        {
            State = JobState.Running;
            Performance = new JobPerformance(size, _time);
            Record = Record with { Phase = JobPhase.InProgress, Message = $"Starting backup of {file}...", File = file, Total = size, LastUpdated = _time.LocalIsoFormat() };
        }
    }

    /// <summary>Adds a step to its events. If nobody reads them, the oldest are dropped.</summary>
    public void Add(JobEvent step)
    {
        lock (_gate)
        {
            if (_events.Count == MostEvents)
                _events.Dequeue();
            _events.Enqueue(step);
        }
    }

    /// <summary>Takes note of how far its client has got.</summary>
    public void Progress(string message, JobTransfer transfer)
    {
        lock (_gate)
            Record = Record with { Message = message, Percentage = transfer.Percentage, Sent = transfer.Sent, LastUpdated = _time.LocalIsoFormat() };
        Performance?.Sample(transfer.Sent);
    }

    /// <summary>Drops the events that nobody has read. A job of an earlier process has none either.</summary>
    public void ForgetEvents()
    {
        lock (_gate)
        {
            _events.Clear();
            _events.TrimExcess();
        }
    }

    /// <summary>Requests its end; a job whose file is still being received only records the request (contract 5). Returns the state that it was in.</summary>
    public JobState Cancel(PythonValue? reason, bool takesNote)
    {
        JobState state;
        Going? going;
        lock (_gate)
        {
            (state, going) = (State, _going);
            if (state == JobState.Ended)
                return state;
            IsCancelled = true;
            if (takesNote)
                Record = Record with { CancelReason = reason ?? Record.CancelReason };
            if (takesNote && state == JobState.Receiving)
                Record = Record with { Phase = JobPhase.CancelRequested, Message = "Cancellation requested", LastUpdated = _time.LocalIsoFormat() };
        }

        going?.Stop.Cancel();
        return state;
    }

    /// <summary>Ends its client although no user asked for it: this process is stopping.</summary>
    public void Stop() => _going?.Stop.Cancel();

    /// <summary>Takes note of its end, which has been stored already.</summary>
    public void End(JobEnd end, DateTimeOffset at)
    {
        Going? going;
        lock (_gate)
        {
            (State, EndedAt) = (JobState.Ended, at);
            Record = Record.EndedBy(end, _time.LocalIsoFormat(at));
            (going, _going) = (_going, null);
        }

        going?.End.TrySetResult();
    }

    /// <summary>Takes note of what became of its file at the backup server; only for a backup that succeeded.</summary>
    public bool Verify(string phase, string message)
    {
        lock (_gate)
        {
            if (Record.Phase != JobPhase.Completed)
                return false;
            Record = Record with { Phase = phase, Message = message, LastUpdated = _time.LocalIsoFormat() };
            return true;
        }
    }

    /// <summary>The record with the events since the last reading; <paramref name="draining"/> empties them (contract 5).</summary>
    public (JobRecord Record, IReadOnlyList<JobEvent> Events) Read(bool draining)
    {
        lock (_gate)
        {
            JobEvent[] events = [.. _events];
            if (draining)
                _events.Clear();
            return (Record, events);
        }
    }

    [SuppressMessage("Reliability", "CA1001", Justification = "A source without a timer holds nothing to dispose, and a late request to cancel must not throw.")]
    private sealed class Going
    {
        public CancellationTokenSource Stop { get; } = new();

        public TaskCompletionSource End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
