using Strangler.Gateway.Configuration;

namespace Strangler.Gateway.Cutover;

/// <summary>
/// Looks at the operator's files ten times a second and puts a finished edit in force. Looking beats watching: watchers lose events
/// on network shares and in containers, and a stat costs nothing.
/// </summary>
internal sealed partial class FileWatch(GatewayFiles files, CutoverTurn turn, CutoverSwap swap, ReloadLog reloads, TimeProvider time, ILogger<FileWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception ex) when (ex is not OperationCanceledException)
            {
                LookFailed(logger, ex);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        using var mine = await turn.TakeAsync(cancellationToken);
        foreach (var file in files.All)
        {
            if (!file.HasSettledChange())
                continue;
            if (file.Reload() is { Count: > 0 } errors)
                reloads.Bad(file.FileName, errors);
            else
                await swap.ApplyAsync(file.FileName, who: file.FileName, why: "the file was edited", cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Error, "Looking at the configuration files failed; the state before stays in force")]
    private static partial void LookFailed(ILogger logger, Exception exception);
}
