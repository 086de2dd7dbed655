using Microsoft.Extensions.Hosting;

namespace Strangler.ShadowDiff.Store;

/// <summary>
/// A service that writes once more when it ends. A host may be stopped by two callers at the same time, and disposed of by one of them before the other
/// has come to this service: both wait for one last writing, and a disposal for it too, as long as the database has patience.
/// </summary>
public abstract class LastWriteService : BackgroundService
{
    private readonly Lock _turn = new();
    private Task? _stopping;
    private bool _isStarted;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _isStarted = true;
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public sealed override Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_turn)
            return _stopping ??= StopOnceAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_isStarted)
            Task.WhenAny(Task.Run(() => StopAsync(CancellationToken.None))).Wait(GatewayDatabase.Patience); // whoever stopped it hears of what went wrong
        _isStarted = false;
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Called once, when nothing else of the service runs any more.</summary>
    protected abstract Task WriteLastAsync(CancellationToken cancellationToken);

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteLastAsync(cancellationToken);
    }
}
