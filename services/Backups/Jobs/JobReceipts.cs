using Microsoft.Extensions.Logging;
using Strangler.Services.Backups.Receipts;
using Strangler.Services.Backups.Uploads;

namespace Strangler.Services.Backups.Jobs;

/// <summary>
/// Has the file that a job sends verified where the backup server stores it (contract 7, Q23, Q24). The verdict comes after the client has
/// ended, or never, if that folder is not on this machine: then the client's own result stands.
/// </summary>
internal sealed partial class JobReceipts(ReceiptMonitor monitor, IJobStore store, ILogger<JobReceipts> logger)
{
    /// <summary>
    /// Expects the file from the client's start on, until the result is disposed without being <see cref="ExpectedReceipt.IsDue"/>. A name with
    /// a backslash is stored without the prefix that makes it unique (contract 12), so nothing can be said about such a file.
    /// </summary>
    public ExpectedReceipt Expect(Job job, JobTask task)
    {
        var receipt = new ExpectedReceipt();
        if (!task.File.Name.Contains('\\', StringComparison.Ordinal))
            _ = ExpectAsync(job, Expected(job, task.File), receipt.Withdrawn);
        return receipt;
    }

    private static ExpectedFile Expected(Job job, UploadedFile file) => new(job.Id, file.Name, Path.GetFileName(file.Path), file.Length, file.Sha256);

    private async Task ExpectAsync(Job job, ExpectedFile file, CancellationToken withdrawn)
    {
        try
        {
            var outcome = await monitor.ExpectAsync(file, withdrawn);
            await job.Ended;
            if (Apply(job, outcome))
                await store.SaveAsync(JobDocument.Of(job), CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // The backup failed, so nothing is expected any more; or the process is stopping.
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

    [LoggerMessage(LogLevel.Error, "The verification of the job {JobId} could not be written; after a restart it counts as not verified.")]
    private partial void LogNotSaved(Exception error, string jobId);
}
