using System.ComponentModel;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Strangler.Services.Backups.Client;
using Strangler.Services.BackupServer;
using Strangler.Services.Configuration;

namespace Strangler.Services.Backups.Jobs;

/// <summary>
/// Runs jobs: so many clients at once as the options allow, one for each user, the others wait in the order of their coming. Whatever
/// happens a job ends in a state that is true, is kept, and leaves nothing on the disk.
/// </summary>
internal sealed partial class JobRunner(
    ClientIdentities identities, IJobStore store, JobNotices notices, JobReceipts receipts, BackupServerState server,
    IOptions<JobsOptions> options, IOptions<ServicesOptions> services, TimeProvider time, ILogger<JobRunner> logger) : IDisposable
{
    private readonly JobsOptions _options = options.Value;
    private readonly ClientCommand _command = new(
        Path.GetFullPath(Path.Combine(services.Value.LegacyRoot, options.Value.Client)),
        options.Value.ClientArguments is { Count: > 0 } arguments ? arguments : ["--batch"]);
    private readonly SemaphoreSlim _slots = new(options.Value.MaxRunning);
    private int _admitted;

    /// <summary>A place among those that run or wait; false when there is none.</summary>
    public bool TryAdmit()
    {
        if (Interlocked.Increment(ref _admitted) <= _options.MaxRunning + _options.MaxWaiting)
            return true;
        Interlocked.Decrement(ref _admitted);
        return false;
    }

    /// <summary>Gives a place back whose job was never started.</summary>
    public void Withdraw() => Interlocked.Decrement(ref _admitted);

    /// <summary>Runs an admitted and accepted job in the background; its folder goes with it.</summary>
    public void Start(Job job, JobTask task, string folder) => _ = Task.Run(() => RunAsync(job, task, folder), CancellationToken.None);

    public void Dispose() => _slots.Dispose();

    private async Task RunAsync(Job job, JobTask task, string folder)
    {
        var end = await TryAsync(job, task, folder);
        if (!JobFolders.Remove(folder))
            LogFolderStays(folder, job.Id);
        Interlocked.Decrement(ref _admitted);
        Report(job, Last(end));
        var now = time.GetUtcNow();
        job.Performance?.End(); // Before it is kept, so that it is answered alike after a restart.
        await SaveAsync(JobDocument.Of(job, end, now, time));
        job.End(end, now);
        server.Report("READY", "Ready for new backup.");
    }

    private async Task<JobEnd> TryAsync(Job job, JobTask task, string folder)
    {
        try
        {
            using var turn = await identities.EnterAsync(task.User, job.Stopping);
            await _slots.WaitAsync(job.Stopping);
            try
            {
                return await BackUpAsync(job, task, folder);
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

    private async Task<JobEnd> BackUpAsync(Job job, JobTask task, string folder)
    {
        identities.LendTo(task.User, folder);
        await task.TransferInfo.WriteToAsync(folder, job.Stopping);
        Report(job, new JobEvent("CONFIG", "Generated managed transfer.info"));
        if (!File.Exists(_command.Program))
            return JobEnd.Failed("C++ client not found at " + _command.Program);
        Report(job, new JobEvent("EXECUTION", "Starting C++ client with --batch flag"));
        try
        {
            return Judge(job, await RunClientAsync(job, task, folder));
        }
        catch (Win32Exception ex)
        {
            LogClientNotStarted(ex, _command.Program);
            return JobEnd.Failed("An unexpected error occurred: the client cannot be started");
        }
    }

    private async Task<ClientExit> RunClientAsync(Job job, JobTask task, string folder)
    {
        var progress = new JobProgress(job, task.File.Length, notices, time);
        using var receipt = receipts.Expect(job, task);
        await using var run = ClientRun.Start(_command, folder, mark: folder, progress.Take, time);
        var exit = await run.WaitAsync(_options.TimeFor(task.File.Length), _options.StopPatience, job.Stopping);
        receipt.IsDue = exit.Code == 0;
        identities.TakeFrom(task.User, folder);
        Report(job, new JobEvent("COMPLETION", string.Create(null, $"C++ client finished with exit code: {exit.Code}")));
        return exit;
    }

    // A client that was done before it heard of the wish has made its backup.
    private static JobEnd Judge(Job job, ClientExit exit) => exit switch
    {
        { TimedOut: true } => JobEnd.TimedOut with { Error = exit.Error },
        { Code: 0 } => JobEnd.Completed,
        _ when job.IsCancelled => JobEnd.Cancelled,
        _ when job.Stopping.IsCancellationRequested => JobEnd.Stopped,
        _ => JobEnd.Failed(string.Create(null, $"Client process failed with code {exit.Code}"), exit.Error),
    };

    private static JobEvent? Last(JobEnd end) => end.Phase switch
    {
        JobPhase.Completed => null,
        JobPhase.Cancelled => new JobEvent("CANCEL", end.Message),
        _ => new JobEvent("ERROR", end.Error is null ? end.Message : $"{end.Message}: {end.Error}"),
    };

    private void Report(Job job, JobEvent? step)
    {
        if (step is null)
            return;
        job.Add(step);
        notices.Progress(job, step);
    }

    // What clients are told has been kept before: after a restart it must not be another.
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

    [LoggerMessage(Level = LogLevel.Error, Message = "The job {JobId} failed.")]
    private partial void LogJobFailed(Exception error, string jobId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The backup client {Program} cannot be started.")]
    private partial void LogClientNotStarted(Exception error, string program);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The folder {Folder} of the job {JobId} cannot be removed now; the next start does.")]
    private partial void LogFolderStays(string folder, string jobId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The end of the job {JobId} could not be written; after a restart it counts as interrupted.")]
    private partial void LogJobNotSaved(Exception error, string jobId);
}
