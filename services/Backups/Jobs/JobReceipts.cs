using Microsoft.Extensions.Logging;
using Strangler.Services.Backups.Receipts;

namespace Strangler.Services.Backups.Jobs;

/// <summary>
/// Has what a job sends verified where the backup server stores it (contract 7, Q23, Q24). The verdict comes after the client's end,
/// or, when that folder is not on this machine, never: then the client's word stands.
/// </summary>
internal sealed partial class JobReceipts(ReceiptMonitor monitor, IJobStore store, ILogger<JobReceipts> logger)
{
    /// <summary>
    /// From the start of the client on; withdrawn by disposing what it gives unless that <see cref="ExpectedReceipt.IsDue"/>. A name with
    /// a backslash is stored without what makes it unlike all others (contract 12), so nothing can be said of it.
    /// </summary>
    public ExpectedReceipt Expect(Job job, JobTask task)
    {
        var receipt = new ExpectedReceipt();
        if (!task.File.Name.Contains('\\', StringComparison.Ordinal))
            _ = ExpectAsync(job, task, receipt.Withdrawn);
        return receipt;
    }

    private async Task ExpectAsync(Job job, JobTask task, CancellationToken withdrawn)
    {
        try
        {
            var file = task.File;
            var outcome = await monitor.ExpectAsync(new ExpectedFile(job.Id, file.Name, Path.GetFileName(file.Path), file.Length, file.Sha256), withdrawn);
            await job.Ended;
            if (Apply(job, outcome))
                await store.SaveAsync(JobDocument.Of(job), CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // The backup failed, so nothing is expected; or the process stops.
        }
        catch (IOException ex)
        {
            LogNotSaved(ex, job.Id);
        }
    }

    private static bool Apply(Job job, ReceiptOutcome outcome) => outcome.State switch
    {
        ReceiptState.Verified => job.Verify(JobPhase.Verified, "Backup complete and cryptographically verified."),
        ReceiptState.Failed => job.Verify(JobPhase.VerificationFailed, "CRITICAL: " + outcome.Reason),
        _ => false,
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "The verification of the job {JobId} could not be written; after a restart it counts as not verified.")]
    private partial void LogNotSaved(Exception error, string jobId);
}
