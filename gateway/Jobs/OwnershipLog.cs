using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Jobs;

/// <summary>Keeps over a restart which jobs are legacy's. Written behind the answers, so that none of them waits for the disk.</summary>
internal sealed partial class OwnershipLog(LegacyJobs jobs, OwnershipTable table, IOptions<RetentionOptions> options, TimeProvider time, ILogger<OwnershipLog> logger)
    : BackgroundService
{
    /// <summary>A database that cannot be used does not stop the start: whose the earlier jobs are then has to be asked of legacy.</summary>
    /// <exception cref="StoreException">The setting names a folder that does not exist.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            jobs.Remember(table.Load());
        }
        catch (StoreException ex) when (!ex.IsSetting)
        {
            NotKnown(ex.Message);
        }

        return base.StartAsync(cancellationToken);
    }

    /// <summary>Writes what the last answers taught.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await jobs.Learned.WaitToReadAsync(stoppingToken))
            await WriteAsync(CancellationToken.None); // What was read is not there again at the next start.
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var learned = new List<OwnedJob>();
        while (jobs.Learned.TryRead(out var job))
            learned.Add(job);
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
            NotKept(learned.Count, ex.Message);
        }
    }

    [LoggerMessage(LogLevel.Error, "Which jobs from before the start are legacy's is not known: {Problem}")]
    private partial void NotKnown(string problem);

    [LoggerMessage(LogLevel.Error, "{Count} job(s) of legacy's are known until the end of this process only: {Problem}")]
    private partial void NotKept(int count, string problem);
}
