using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Legacy;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.BackupServer;

namespace Strangler.Gateway.Jobs;

/// <summary>
/// Follows legacy's jobs to their end. After a start the list of running jobs is read once a second; reading it changes nothing at
/// legacy. When one has gone from it, legacy's general status has changed (contract 4: "a backup worker ends"), which modern cannot know:
/// it is taken over, and so it is when legacy was started anew. Reading it connects legacy (Q17), so it is done only then, and modern is connected with it.
/// </summary>
internal sealed partial class LegacyJobFollower(
    CutoverState state, LegacyJobs jobs, IJobDirectory modern, BackupActivity activity, IGeneralStatus status, LegacyClient legacy, LegacyUptime uptime, TimeProvider time, ILogger<LegacyJobFollower> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Those that tell the general status: a status request for an unknown job is answered by it, over a socket too.</summary>
    private static readonly string[] StatusRoutes = ["status", "job_status", RouteNames.Realtime];

    private (int Starts, int Remembered) _seen;
    private bool _isStatusDue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                jobs.IsReachable = false;
                LookFailed(ex.Message);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var snapshot = state.Current;
        if (!MattersToModern(snapshot))
            return;
        if ((activity.LegacyStarts, jobs.Remembered) != _seen || jobs.Live.Count > 0)
            await LookAtJobsAsync(cancellationToken);
        // At legacy nobody reads it; a later stage then finds it due.
        if (!ReadsStatus(snapshot))
            return;
        _isStatusDue |= IsCompared(snapshot) && await uptime.HasStartedAnewAsync(cancellationToken);
        if (_isStatusDue)
            await AdoptStatusAsync(cancellationToken);
    }

    private async Task LookAtJobsAsync(CancellationToken cancellationToken)
    {
        var (known, learned, before) = ((activity.LegacyStarts, jobs.Remembered), jobs.Starts, jobs.Live);
        var listed = await legacy.GetAsync("/api/cancelable_jobs", LegacyJsonContext.Default.LegacyJobList, cancellationToken);
        string[] running = [.. listed?.Jobs.Select(job => job.JobId) ?? []];
        jobs.Saw(running, learned);
        // A job may end between two looks without ever being seen, and a start that fails changes the status too.
        _isStatusDue |= known != _seen || before.Except(running).Any();
        _seen = known;
    }

    // While legacy answers everything it is left alone.
    private bool MattersToModern(CutoverSnapshot snapshot) =>
        !snapshot.IsAllLegacy && (modern.HasLive || snapshot.Stages.Values.Any(stage => stage != Stage.Legacy));

    private static bool ReadsStatus(CutoverSnapshot snapshot) => StatusRoutes.Any(route => snapshot.StageOf(route) != Stage.Legacy);

    private static bool IsCompared(CutoverSnapshot snapshot) => StatusRoutes.Any(route => snapshot.StageOf(route) is Stage.Shadow or Stage.Canary or Stage.Live);

    private async Task AdoptStatusAsync(CancellationToken cancellationToken)
    {
        if (await legacy.GetAsync("/api/status", LegacyJsonContext.Default.LegacyStatus, cancellationToken) is { } now)
            status.Adopt(now.Phase, now.Message, now.LastUpdated, now.Connected);
        _isStatusDue = false;
    }

    [LoggerMessage(LogLevel.Debug, "Legacy's jobs could not be read; they are not followed for now: {Error}")]
    private partial void LookFailed(string error);
}
