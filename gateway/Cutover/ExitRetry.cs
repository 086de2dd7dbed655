namespace Strangler.Gateway.Cutover;

/// <summary>
/// Writes ways back that are in force and could not be written: tries again while the gateway runs, and once more when it ends, so that a disk that
/// has room again, or a file that is writable again, is enough for them to outlive a restart.
/// </summary>
internal sealed partial class ExitRetry(CutoverControl control, TimeProvider time, ILogger<ExitRetry> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await RetryAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await RetryAsync(stoppingToken);
    }

    private async Task RetryAsync(CancellationToken cancellationToken)
    {
        if (await control.WriteExitsAsync(cancellationToken) is { } written)
            Written(written);
    }

    [LoggerMessage(LogLevel.Information, "{Exits} could not be written before, and stands in features.json now")]
    private partial void Written(string exits);
}
