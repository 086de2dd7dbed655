using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Strangler.Services.Backups.Client;

namespace Strangler.Services.Backups.Jobs;

/// <summary>
/// Carries jobs from one process to the next: at the start it ends clients that an earlier process left, removes their folders, and loads the jobs that were
/// stored; at the end it stops the clients. Jobs that were live then have failed and say why.
/// </summary>
internal sealed partial class JobLifetime(JobFolders folders, JobDirectory jobs, IJobStore store, TimeProvider time, ILogger<JobLifetime> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (folders.Take() is { } problem)
        {
            LogNoFolder(problem);
            return;
        }

        var orphans = ProcessTree.KillOrphans(folders.Mark);
        var swept = folders.Sweep();
        var interrupted = 0;
        foreach (var stored in await store.LoadAsync(cancellationToken))
        {
            if (JobDocument.Restore(stored, JobEnd.Restarted, time) is not { } job)
                continue;
            jobs.Restore(job);
            if (stored.EndedAt is not null)
                continue;
            interrupted++;
            await store.SaveAsync(JobDocument.Of(job), cancellationToken);
        }

        if (orphans + swept + interrupted > 0)
            LogInterrupted(interrupted, orphans, swept);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var live = jobs.All.Where(job => job.State == JobState.Running).ToList();
        live.ForEach(job => job.Stop());
        await Task.WhenAll(live.Select(job => job.Ended)).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(LogLevel.Error, "No backup can be started, and earlier ones are not known: Services:Jobs:Folder cannot be written ({Problem})")]
    private partial void LogNoFolder(string problem);

    [LoggerMessage(LogLevel.Warning, "The process before this one left {Jobs} jobs unfinished, which count as failed now; {Processes} processes of theirs were ended and {Folders} folders removed.")]
    private partial void LogInterrupted(int jobs, int processes, int folders);
}
