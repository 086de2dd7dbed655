using System.Diagnostics.CodeAnalysis;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Backups.Jobs;

/// <summary>
/// A backup from its request to long after its end. Its stage and record change together under a lock; readers get an immutable
/// record. Nothing but a verification changes a job that has ended.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A source without a timer holds nothing to dispose, and a late wish to cancel must not throw.")]
internal sealed class Job
{
    private const int MostEvents = 1_000;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Queue<JobEvent> _events = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A new job, whose file is still to come.</summary>
    public Job(string id, TimeProvider time)
    {
        (Id, _time, CreatedAt) = (id, time, time.GetUtcNow());
        Record = JobRecord.Initial(time.LocalIsoFormat());
    }

    /// <summary>A job of an earlier process, which has ended.</summary>
    public Job(string id, DateTimeOffset createdAt, DateTimeOffset endedAt, JobRecord record, JobPerformance? performance, TimeProvider time)
    {
        (Id, _time, CreatedAt, EndedAt, Record, Performance) = (id, time, createdAt, endedAt, record, performance);
        Stage = JobStage.Ended;
        _ended.SetResult();
    }

    public string Id { get; }

    public DateTimeOffset CreatedAt { get; }

    public DateTimeOffset? EndedAt { get; private set; }

    public JobStage Stage { get; private set; }

    public JobRecord Record { get; private set; }

    /// <summary>Null until its file has arrived.</summary>
    public JobPerformance? Performance { get; private set; }

    public bool IsCancelled { get; private set; }

    /// <summary>Signalled when its client is to end.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Completes when it has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Its file has arrived.</summary>
    public void Accept(string file, long size)
    {
        lock (_gate)
        {
            Stage = JobStage.Running;
            Performance = new JobPerformance(size, _time);
            Record = Record with { Phase = JobPhase.InProgress, Message = $"Starting backup of {file}...", File = file, Total = size, LastUpdated = _time.LocalIsoFormat() };
        }
    }

    /// <summary>Adds a step to its events. Where nobody reads them the oldest go.</summary>
    public void Add(JobEvent step)
    {
        lock (_gate)
        {
            if (_events.Count == MostEvents)
                _events.Dequeue();
            _events.Enqueue(step);
        }
    }

    /// <summary>Its client goes on.</summary>
    public void Progress(string message, JobTransfer transfer)
    {
        lock (_gate)
            Record = Record with { Message = message, Percentage = transfer.Percentage, Sent = transfer.Sent, LastUpdated = _time.LocalIsoFormat() };
        Performance?.Sample(transfer.Sent);
    }

    /// <summary>A wish to end it; a job whose file is still being received only takes note of it (contract 5). Gives its stage at this moment.</summary>
    public JobStage Cancel(PythonValue? reason, bool takesNote)
    {
        JobStage stage;
        lock (_gate)
        {
            stage = Stage;
            if (stage == JobStage.Ended)
                return stage;
            IsCancelled = true;
            if (takesNote)
                Record = Record with { CancelReason = reason ?? Record.CancelReason };
            if (takesNote && stage == JobStage.Receiving)
                Record = Record with { Phase = JobPhase.CancelRequested, Message = "Cancellation requested", LastUpdated = _time.LocalIsoFormat() };
        }

        _stop.Cancel();
        return stage;
    }

    /// <summary>Ends its client without a wish of a user: the process stops.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>It has ended like this, and that is kept already.</summary>
    public void End(JobEnd end, DateTimeOffset at)
    {
        lock (_gate)
        {
            (Stage, EndedAt) = (JobStage.Ended, at);
            Record = Record.EndedBy(end, _time.LocalIsoFormat(at));
        }

        _ended.TrySetResult();
    }

    /// <summary>What became of its file at the backup server; of a backup that succeeded only.</summary>
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
}
