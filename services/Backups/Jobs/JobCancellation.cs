using Strangler.Services.Flask.Python;

namespace Strangler.Services.Backups.Jobs;

/// <summary>Cancels one job for whoever asks, and tells every page (contract 5, 9.5, Q5).</summary>
internal sealed class JobCancellation(JobNotices notices)
{
    /// <summary>Completes when the job's client has ended; one whose file is still being received only takes note. False if the job had ended before.</summary>
    /// <param name="reason">Stays in the job's record; null for none.</param>
    public async Task<bool> CancelAsync(Job job, PythonValue? reason, CancellationToken cancellationToken)
    {
        var state = job.Cancel(reason, takesNote: true);
        if (state == JobState.Ended)
            return false;
        if (state == JobState.Running)
            await job.Ended.WaitAsync(cancellationToken);
        notices.Cancelled(job, job.Record.Phase == JobPhase.Cancelled, reason);
        return true;
    }
}
