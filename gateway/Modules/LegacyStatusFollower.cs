using System.Text.Json.Serialization;
using Strangler.Gateway.Cutover;
using Strangler.Services.BackupServer;

namespace Strangler.Gateway.Modules;

/// <summary>
/// While legacy runs the jobs, the end of one changes legacy's general status (contract 4: "a backup worker ends") and modern
/// cannot know. So after a start the list of running jobs is read once a second, and when one has gone from it, legacy's status is
/// taken over. Reading that list changes nothing at legacy; reading its status would connect it (Q17), so that is done only then.
/// </summary>
internal sealed partial class LegacyStatusFollower(CutoverState state, LegacyActivity activity, IGeneralStatus status, LegacyClient legacy, TimeProvider time, ILogger<LegacyStatusFollower> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private HashSet<string> _running = [];
    private int _seenStarts;

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
                LookFailed(logger, ex.Message);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var starts = activity.Jobs;
        var stage = state.Current.StageOf("status");
        if ((starts == _seenStarts && _running.Count == 0) || stage is Stage.Legacy or Stage.Complete || state.Current.LegacyOnly)
            return;

        var listed = await legacy.GetAsync("/api/cancelable_jobs", LegacyJsonContext.Default.LegacyJobs, cancellationToken);
        var running = listed?.Jobs.Select(job => job.JobId).ToHashSet(StringComparer.Ordinal) ?? [];
        // A job may end between two looks without ever being seen, and a start that fails changes the status too.
        var changed = starts != _seenStarts || !running.IsSupersetOf(_running);
        (_running, _seenStarts) = (running, starts);
        if (changed && await legacy.GetAsync("/api/status", LegacyJsonContext.Default.LegacyStatus, cancellationToken) is { } now)
            status.Adopt(now.Phase, now.Message, now.LastUpdated);
    }

    [LoggerMessage(LogLevel.Debug, "Legacy's jobs could not be read; its status is not followed for now: {Error}")]
    private static partial void LookFailed(ILogger logger, string error);
}

internal sealed record LegacyJobs([property: JsonPropertyName("jobs")] IReadOnlyList<LegacyJob> Jobs);

internal sealed record LegacyJob([property: JsonPropertyName("job_id")] string JobId);

internal sealed record LegacyStatus(
    [property: JsonPropertyName("phase")] string Phase,
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("last_updated")] string LastUpdated);

// Legacy may be anything that listens there: what is missing in its answer is an error here, not a null later.
[JsonSourceGenerationOptions(RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(LegacyJobs))]
[JsonSerializable(typeof(LegacyStatus))]
internal sealed partial class LegacyJsonContext : JsonSerializerContext;
