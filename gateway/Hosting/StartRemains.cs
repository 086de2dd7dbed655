namespace Strangler.Gateway.Hosting;

/// <summary>
/// Gives back what the start has left: a quarter of what the process holds then is memory that nothing uses any more, and a gateway that has
/// little to do collects no garbage for hours. One pause of some milliseconds, once.
/// </summary>
internal sealed class StartRemains(TimeProvider time) : BackgroundService
{
    /// <summary>By then the first looks at files, legacy and readiness are over.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(Wait, time, stoppingToken);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        NativeHeap.GiveBack();
    }
}
