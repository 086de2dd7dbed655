using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Strangler.Services.Backups.Jobs;

/// <summary>Forgets jobs that ended long ago, and the oldest when there are too many; the events, which are most of a job, sooner.</summary>
internal sealed partial class JobRetention(JobDirectory jobs, IJobStore store, IOptions<JobsOptions> options, TimeProvider time, ILogger<JobRetention> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Ended jobs whose events are kept until somebody reads them: those that ended last.</summary>
    private const int MostWithEvents = 100;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await ForgetAsync(stoppingToken);
    }

    internal async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var oldest = now - options.Value.Retention;
        var ended = jobs.All.Where(job => job.EndedAt is not null).ToList();
        foreach (var job in ended.OrderByDescending(job => job.EndedAt).Skip(MostWithEvents))
            job.ForgetEvents();
        var old = ended.Where((job, index) => job.EndedAt < oldest || index < ended.Count - options.Value.MaxEnded).ToList();
        if (old.Count == 0)
            return;
        old.ForEach(jobs.Remove);
        try
        {
            await store.DeleteAsync([.. old.Select(job => job.Id)], cancellationToken);
        }
        catch (IOException ex)
        {
            LogNotForgotten(ex, old.Count);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Jobs} old jobs could not be deleted; they come back with the next start.")]
    private partial void LogNotForgotten(Exception error, int jobs);
}
