using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Strangler.Services.Backups.Client;
using Strangler.Services.BackupServer;

namespace Strangler.Services.Backups.Jobs;

/// <summary>
/// Runs jobs: as many clients at once as the options allow and one per user; the others wait in order of arrival. Whatever
/// happens, a job ends in a state that is true and stored, and leaves nothing on the disk.
/// </summary>
internal sealed partial class JobRunner(
    JobClient client, ClientIdentities identities, IJobStore store, JobNotices notices, BackupServerState server, ReachabilityProbe probe, IEnumerable<IJobListener> listeners,
    IOptions<JobsOptions> options, TimeProvider time, ILogger<JobRunner> logger) : IDisposable
{
    private readonly JobsOptions _options = options.Value;
    private readonly SemaphoreSlim _slots = new(options.Value.MaxRunning);
    private int _admitted;

    /// <summary>Takes a place among the jobs that run or wait; false if there is none.</summary>
    public bool TryAdmit()
    {
        if (Interlocked.Increment(ref _admitted) <= _options.MaxRunning + _options.MaxWaiting)
            return true;
        Interlocked.Decrement(ref _admitted);
        return false;
    }

    /// <summary>Gives back the place of a job that was never started.</summary>
    public void Withdraw() => Interlocked.Decrement(ref _admitted);

    /// <summary>Runs an admitted and accepted job in the background; its folder is removed at its end.</summary>
    public void Start(Job job, JobTask task, string folder) => _ = Task.Run(() => RunAsync(job, task, folder), CancellationToken.None);

    public void Dispose() => _slots.Dispose();

    private async Task RunAsync(Job job, JobTask task, string folder)
    {
        var end = await TryAsync(job, task, folder);
        if (!JobFolders.Remove(folder))
            LogFolderStays(folder, job.Id);
        Interlocked.Decrement(ref _admitted);
        if (LastStep(end) is { } step)
            notices.Report(job, step);
        var now = time.GetUtcNow();
        job.Performance?.End(); // Before it is stored, so that the answer is the same after a restart.
        await SaveAsync(JobDocument.Of(job, end, now, time));
        job.End(end, now);
        server.Report("READY", "Ready for new backup.");
        if (end != JobEnd.Stopped)
            await TellAsync(job.CreatedAt, task.User, end);
    }

    private async Task TellAsync(DateTimeOffset createdAt, ClientUser user, JobEnd end)
    {
        var fault = end.Fault == JobFault.Client && !await probe.TestAsync(new BackupServerEndpoint(user.Host, user.Port)) ? JobFault.Server : end.Fault;
        foreach (var listener in listeners)
            listener.Ended(createdAt, fault, end.Message);
    }

    private async Task<JobEnd> TryAsync(Job job, JobTask task, string folder)
    {
        try
        {
            using var turn = await identities.EnterAsync(task.User, job.Stopping);
            await _slots.WaitAsync(job.Stopping);
            try
            {
                return await client.BackUpAsync(job, task, folder);
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (OperationCanceledException) when (job.Stopping.IsCancellationRequested)
        {
            return job.IsCancelled ? JobEnd.Cancelled : JobEnd.Stopped;
        }
        catch (Exception ex)
        {
            LogJobFailed(ex, job.Id);
            return JobEnd.Broken;
        }
    }

    private static JobEvent? LastStep(JobEnd end) => end.Phase switch
    {
        JobPhase.Completed => null,
        JobPhase.Cancelled => new JobEvent("CANCEL", end.Message),
        _ => new JobEvent("ERROR", end.Error is null ? end.Message : $"{end.Message}: {end.Error}"),
    };

    // Stored before clients are told: after a restart the answer must be the same.
    private async Task SaveAsync(StoredJob job)
    {
        try
        {
            await store.SaveAsync(job, CancellationToken.None);
        }
        catch (IOException ex)
        {
            LogJobNotSaved(ex, job.Id);
        }
    }

    [LoggerMessage(LogLevel.Error, "The job {JobId} failed.")]
    private partial void LogJobFailed(Exception error, string jobId);

    [LoggerMessage(LogLevel.Warning, "The folder {Folder} of the job {JobId} cannot be removed now; the next start does.")]
    private partial void LogFolderStays(string folder, string jobId);

    [LoggerMessage(LogLevel.Error, "The end of the job {JobId} could not be written; after a restart it counts as interrupted.")]
    private partial void LogJobNotSaved(Exception error, string jobId);
}
