using Strangler.Gateway.Cutover;
using Strangler.Gateway.Jobs;
using Strangler.Services.BackupServer;

namespace Strangler.Gateway.Realtime.Relay;

/// <summary>
/// Asks legacy how each of its jobs ended, over a socket: that changes nothing there, where <c>GET /api/status</c> would connect it (contract 9.4, Q17). Many at once, as
/// Flask's log has lines for the end of each socket. Jobs that failed while their backup server is not there say nothing of legacy.
/// </summary>
internal sealed partial class LegacyJobOutcomes(
    LegacyJobs jobs, LegacyJobEnds ends, IBackupServerPresence server, CutoverState state, TimeProvider time, ILogger<LegacyJobOutcomes> logger) : BackgroundService
{
    private const string Failed = "FAILED", Completed = "COMPLETED";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var first in jobs.Ended.ReadAllAsync(stoppingToken))
        {
            List<string> ended = [first];
            while (jobs.Ended.TryRead(out var more))
                ended.Add(more);
            using var patience = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stoppingToken);
            try
            {
                await AskAsync(ended, either.Token);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                NotAsked(ex.Message);
            }

            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private async Task AskAsync(List<string> ended, CancellationToken cancellationToken)
    {
        if (state.Current.Legacy is not { } legacy)
            return;

        var isServerThere = await server.IsThereAsync();
        await foreach (var told in LegacyVisit.AskAsync(legacy, ended.Select(StatusQuestion.Of), time, cancellationToken))
        {
            if (PhaseIn(told) is { } phase && ((phase == Failed && isServerThere) || phase.StartsWith(Completed, StringComparison.Ordinal)))
                ends.Add(phase == Failed);
        }
    }

    /// <summary>Null for silence.</summary>
    private static string? PhaseIn(byte[]? told) => StatusQuestion.AnswerIn(told) is { } status && status.TryGetProperty("phase", out var phase) ? phase.GetString() : null;

    [LoggerMessage(LogLevel.Debug, "Legacy could not be asked how its jobs ended: {Error}")]
    private partial void NotAsked(string error);
}
