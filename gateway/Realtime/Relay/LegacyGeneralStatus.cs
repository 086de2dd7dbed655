using System.Text.Json;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Services.BackupServer;

namespace Strangler.Gateway.Realtime.Relay;

/// <summary>
/// Takes over legacy's general status, and whether it is connected, when the gateway starts and when the live channel leaves legacy: pages are told both
/// without connecting anybody, and modern has not seen what came before. It is asked for over a socket, where <c>GET /api/status</c> would connect
/// legacy (contract 9.4, Q17).
/// </summary>
internal sealed partial class LegacyGeneralStatus(CutoverState state, IGeneralStatus status, TimeProvider time, ILogger<LegacyGeneralStatus> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private bool _isDue = true;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            using var patience = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stoppingToken);
            try
            {
                await LookAsync(either.Token);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                NotAsked(ex.Message);
                await Task.Delay(Patience, time, stoppingToken); // Flask's log has lines for each socket.
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var snapshot = state.Current;
        var stage = snapshot.IsAllLegacy ? Stage.Legacy : snapshot.StageOf(RouteNames.Realtime);
        _isDue = stage == Stage.Legacy || (_isDue && stage != Stage.Complete); // At complete modern's is the one that counts.
        if (!_isDue || stage == Stage.Legacy || snapshot.Legacy is not { } legacy)
            return;

        await foreach (var told in LegacyVisit.AskAsync(legacy, [StatusQuestion.General], time, cancellationToken))
        {
            if (StatusQuestion.AnswerIn(told) is not { } now)
                return;
            Adopt(now);
            _isDue = false;
        }
    }

    private void Adopt(JsonElement now)
    {
        var isConnected = now.GetProperty("connected").GetBoolean();
        if (now.TryGetProperty("progress", out _)) // of a job that was cancelled (contract 9.4)
            status.Adopt(isConnected);
        else
            status.AdoptEarlier(now.GetProperty("phase").GetString()!, now.GetProperty("message").GetString()!, now.GetProperty("last_updated").GetString()!, isConnected);
    }

    [LoggerMessage(LogLevel.Debug, "Legacy could not be asked for its general status: {Error}")]
    private partial void NotAsked(string error);
}
