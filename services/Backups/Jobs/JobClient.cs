using System.ComponentModel;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Strangler.Services.Backups.Client;

namespace Strangler.Services.Backups.Jobs;

/// <summary>Has the backup client do a job: gives it the user's key and the order, follows its progress, and judges how it ended (contract 6).</summary>
internal sealed partial class JobClient(
    ClientIdentities identities, JobNotices notices, JobReceipts receipts, ClientCommand command, IOptions<JobsOptions> options, TimeProvider time,
    ILogger<JobClient> logger)
{
    private readonly JobsOptions _options = options.Value;

    /// <summary>Runs the client for the job and says how that ended.</summary>
    /// <exception cref="OperationCanceledException">The job was stopped before its client had started.</exception>
    public async Task<JobEnd> BackUpAsync(Job job, JobTask task, string folder)
    {
        identities.LendTo(task.User, folder);
        await task.TransferInfo.WriteToAsync(folder, job.Stopping);
        notices.Report(job, new JobEvent("CONFIG", "Generated managed transfer.info"));
        if (!File.Exists(command.Program))
        {
            LogClientMissing(command.Program);
            return JobEnd.Failed("C++ client not found");
        }

        notices.Report(job, new JobEvent("EXECUTION", "Starting C++ client with --batch flag"));
        try
        {
            return Judge(job, await RunClientAsync(job, task, folder));
        }
        catch (Win32Exception ex)
        {
            LogClientNotStarted(ex, command.Program);
            return JobEnd.Failed("An unexpected error occurred: the client cannot be started");
        }
    }

    private async Task<ClientExit> RunClientAsync(Job job, JobTask task, string folder)
    {
        var progress = new JobProgress(job, task.File.Length, notices, time);
        using var receipt = receipts.Expect(job, task);
        await using var run = ClientRun.Start(command, folder, mark: folder, progress.Take, time);
        var exit = await run.WaitAsync(_options.TimeFor(task.File.Length), _options.StopPatience, job.Stopping);
        receipt.IsDue = exit.Code == 0;
        identities.TakeFrom(task.User, folder);
        notices.Report(job, Completion(exit, task.File.Length));
        return exit;
    }

    // A success is told as 100 %: the general status comes next, and ends the page's interest in the job before the page asks for it again.
    private static JobEvent Completion(ClientExit exit, long size) => new(
        "COMPLETION", string.Create(null, $"C++ client finished with exit code: {exit.Code}"),
        exit is { Code: 0, TimedOut: false } ? new JobTransfer(100, size, size) : null);

    // A client that was done before the request to cancel reached it has made its backup.
    private static JobEnd Judge(Job job, ClientExit exit) => exit switch
    {
        { TimedOut: true } => JobEnd.TimedOut with { Error = exit.Error },
        { Code: 0 } => JobEnd.Completed,
        _ when job.IsCancelled => JobEnd.Cancelled,
        _ when job.Stopping.IsCancellationRequested => JobEnd.Stopped,
        _ => JobEnd.Failed(string.Create(null, $"Client process failed with code {exit.Code}"), exit.Error, JobFault.Client),
    };

    [LoggerMessage(LogLevel.Error, "The backup client {Program} is not there.")]
    private partial void LogClientMissing(string program);

    [LoggerMessage(LogLevel.Error, "The backup client {Program} cannot be started.")]
    private partial void LogClientNotStarted(Exception error, string program);
}
