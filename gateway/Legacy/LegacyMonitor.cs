using Strangler.Gateway.Cutover;

namespace Strangler.Gateway.Legacy;

/// <summary>
/// Says in the log when legacy does not answer any more, and when it does again, as long as a route needs it: nobody has to look at the board for
/// that.
/// </summary>
internal sealed partial class LegacyMonitor(LegacyPresence presence, CutoverState state, TimeProvider time, ILogger<LegacyMonitor> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var answered = true;
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (state.Current is not { NeedsLegacy: true, Legacy: { } address })
                continue;

            var answers = await presence.AnswersAsync().WaitAsync(stoppingToken);
            if (answers == answered)
                continue;

            answered = answers;
            if (answers)
                AnswersAgain(address.Authority);
            else
                Silent(address.Authority);
        }
    }

    [LoggerMessage(LogLevel.Error, "Legacy does not answer at {Address}, and some routes still need it. Nothing is taken back to it meanwhile")]
    private partial void Silent(string address);

    [LoggerMessage(LogLevel.Information, "Legacy answers again at {Address}")]
    private partial void AnswersAgain(string address);
}
