using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Strangler.Services.Backups.Jobs;

/// <summary>
/// Carries jobs from one process to the next: at the start it ends clients that an earlier process left, removes their folders, and takes up the jobs that were
/// stored; at the end it stops the clients. Jobs that were live then have failed and say why.
/// </summary>
internal sealed partial class JobLifetime(JobFolders folders, JobDirectory jobs, IJobStore store, IEarlierProcess earlier, TimeProvider time, ILogger<JobLifetime> logger) : IHostedService
{
    private const int TriesForRest = 60;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (folders.Take() is { } problem)
        {
            LogNoFolder(problem);
            return;
        }

        if (earlier.IsThere)
            _ = TakeRestAsync();
        else
            Sweep();
        await store.LoadAsync(TakeUp, () => [.. jobs.All.Select(JobDocument.Of)], cancellationToken);
    }

    private async Task TakeRestAsync()
    {
        await earlier.Gone;
        for (var tries = 0; !folders.TryTakeRest(); tries++)
        {
            if (tries == TriesForRest)
            {
                LogNotTaken();
                return;
            }

            await Task.Delay(Second, time, CancellationToken.None);
        }

        Sweep();
    }

    private void Sweep()
    {
        var (processes, swept) = folders.Sweep();
        if (processes + swept > 0)
            LogLeftBehind(processes, swept);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var live = jobs.All.Where(job => job.State == JobState.Running).ToList();
        live.ForEach(job => job.Stop());
        await Task.WhenAll(live.Select(job => job.Ended)).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Returns those that were live when the earlier process ended. A late store has the jobs of this process too, which knows better.</summary>
    private List<StoredJob> TakeUp(IReadOnlyList<StoredJob> stored)
    {
        var interrupted = new List<StoredJob>();
        foreach (var one in stored)
        {
            if (JobDocument.Restore(one, JobEnd.Restarted, time) is { } job && jobs.TryRestore(job) && one.EndedAt is null)
                interrupted.Add(JobDocument.Of(job));
        }

        if (interrupted.Count > 0)
            LogInterrupted(interrupted.Count);
        return interrupted;
    }

    [LoggerMessage(LogLevel.Error, "No backup can be started, and earlier ones are not known: Services:Jobs:Folder cannot be written ({Problem})")]
    private partial void LogNoFolder(string problem);

    [LoggerMessage(LogLevel.Error, "What the process before this one left of its jobs stays until the next start: it has ended and does not let go of their folder.")]
    private partial void LogNotTaken();

    [LoggerMessage(LogLevel.Warning, "Of jobs that the process before this one left, {Processes} processes were ended and {Folders} folders removed.")]
    private partial void LogLeftBehind(int processes, int folders);

    [LoggerMessage(LogLevel.Warning, "The process before this one left {Jobs} jobs unfinished, which count as failed now.")]
    private partial void LogInterrupted(int jobs);
}
