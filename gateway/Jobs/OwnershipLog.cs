using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Jobs;

/// <summary>
/// Writes which jobs are legacy's as soon as that is learned, behind the answers, so that none of them waits for the disk. What cannot be written is
/// kept, and goes with what else waits for the database (<see cref="JobsStore"/>).
/// </summary>
internal sealed partial class OwnershipLog(LegacyJobs jobs, OwnershipTable table, IOptions<RetentionOptions> options, TimeProvider time, ILogger<OwnershipLog> logger)
    : LastWriteService
{
    /// <summary>Writes what the last answers taught.</summary>
    protected override Task WriteLastAsync(CancellationToken cancellationToken) => WriteAsync(cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await jobs.WaitToTakeAsync(stoppingToken))
            await WriteAsync(CancellationToken.None); // What was taken is not there again at the next start.
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var learned = jobs.Take();
        if (learned.Count == 0)
            return;

        var oldest = time.GetUtcNow() - TimeSpan.FromDays(options.Value.RetentionDays);
        jobs.Forget(oldest);
        try
        {
            await table.WriteAsync(learned, oldest, cancellationToken);
        }
        catch (StoreException ex)
        {
            jobs.Return(learned);
            NotKept(ex.Level, learned.Count, ex.Message);
        }
    }

    [LoggerMessage("{Count} job(s) of legacy's are known to the gateway's memory only, until the database can be written: {Problem}")]
    private partial void NotKept(LogLevel level, int count, string problem);
}
