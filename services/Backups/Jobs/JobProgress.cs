using Strangler.Services.Backups.Client;

namespace Strangler.Services.Backups.Jobs;

/// <summary>Turns the progress of a client into the job's messages, events and samples. Every change reaches the record; there are at most five events a second.</summary>
internal sealed class JobProgress(Job job, long size, JobNotices notices, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private long? _lastEvent;
    private ClientStep _lastStep;

    public void Take(ClientProgress progress)
    {
        // The client reaches 100 before the server has checked the file; 100 is reserved for the end (contract 4).
        var transfer = new JobTransfer(Math.Min(progress.Percent, 99), size * progress.Percent / 100, size);
        var message = Text(progress);
        job.Progress(message, transfer);
        if (IsDue(progress.Step))
            notices.Report(job, new JobEvent("EXECUTION", message, transfer));
    }

    private bool IsDue(ClientStep step)
    {
        if (step == _lastStep && _lastEvent is { } last && time.GetElapsedTime(last) < Interval)
            return false;
        (_lastStep, _lastEvent) = (step, time.GetTimestamp());
        return true;
    }

    private string Text(ClientProgress progress) => progress.Step switch
    {
        ClientStep.Connecting => "Connecting to the backup server...",
        ClientStep.Authenticating => "Authenticating at the backup server...",
        ClientStep.Transferring => string.Create(null, $"Transferring {job.Record.File}... {progress.Percent}%"),
        ClientStep.Verifying => $"Verifying {job.Record.File}...",
        ClientStep.Finishing => $"Finishing the backup of {job.Record.File}...",
        _ => job.Record.Message,
    };
}
