using System.Text.Json;
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

        using var page = await LegacyEvents.OpenAsync(legacy, time, cancellationToken);
        var listening = page.ListenAsync(static _ => { }, cancellationToken);
        var isServerThere = await server.IsThereAsync();
        foreach (var job in ended)
        {
            if (await page.AskAsync(StatusQuestion.Of(job), cancellationToken) is { } told && PhaseIn(told) is { } phase && (phase == Failed || phase.StartsWith(Completed, StringComparison.Ordinal)) && (isServerThere || phase != Failed))
                ends.Add(phase == Failed);
        }

        page.Dispose();
        await ((Task)listening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Null for silence.</summary>
    private static string? PhaseIn(byte[] told)
    {
        using var events = JsonDocument.Parse(told);
        return events.RootElement.GetArrayLength() == 1 && events.RootElement[0][1].TryGetProperty("status", out var status) && status.TryGetProperty("phase", out var phase) ? phase.GetString() : null;
    }

    [LoggerMessage(LogLevel.Debug, "Legacy could not be asked how its jobs ended: {Error}")]
    private partial void NotAsked(string error);
}
