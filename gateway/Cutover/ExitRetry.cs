using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Cutover;

/// <summary>
/// Writes ways back that are in force and could not be written: tries again while the gateway runs, and once more when it ends, so that a disk that
/// has room again, or a file that is writable again, is enough for them to outlive a restart.
/// </summary>
internal sealed class ExitRetry(FeaturesEdit features, TimeProvider time) : LastWriteService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override Task WriteLastAsync(CancellationToken cancellationToken) => features.RetryAsync(cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await features.RetryAsync(stoppingToken);
    }
}
