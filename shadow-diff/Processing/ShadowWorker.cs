using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Coverage;
using Strangler.ShadowDiff.Mirror;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Processing;

/// <summary>
/// Takes exchanges off the queue and has them mirrored and compared, several at once. An exchange that carries state over
/// (<see cref="SideEffect.Follow"/>) is a barrier: all before it are finished first and none behind it starts until it is done,
/// so that the other side sees the changes of state, and the reads between them, in the order in which they were answered.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Design", "CA1001", Justification = "Work in flight gives its slot back after a disposal too; without a wait handle there is nothing to free.")]
internal sealed partial class ShadowWorker(
    ShadowQueue queue,
    ExchangeProcessor processor,
    CoverageCounts counts,
    IOptions<MirrorOptions> options,
    ILogger<ShadowWorker> logger) : BackgroundService
{
    private readonly int _slots = options.Value.Concurrency;
    private readonly SemaphoreSlim _free = new(options.Value.Concurrency, options.Value.Concurrency);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Close();
        await base.StopAsync(cancellationToken);
        while (queue.TryDequeue(out var exchange))
            counts.Uncompared(exchange.Plan, UncomparedReason.Dropped);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await queue.WaitAsync(stoppingToken))
            {
                while (!stoppingToken.IsCancellationRequested && queue.TryDequeue(out var exchange))
                    await StartAsync(exchange, stoppingToken);
            }
        }
        finally
        {
            await TakeAsync(_slots, CancellationToken.None);
        }
    }

    private async Task StartAsync(CapturedExchange exchange, CancellationToken stoppingToken)
    {
        var isBarrier = exchange.Plan.Effect == SideEffect.Follow;
        var taken = isBarrier ? _slots : 1;
        try
        {
            await TakeAsync(taken, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            counts.Uncompared(exchange.Plan, UncomparedReason.Dropped);
            throw;
        }

        var work = ProcessAsync(exchange, taken, stoppingToken);
        if (isBarrier)
            await work;
    }

    private async Task ProcessAsync(CapturedExchange exchange, int taken, CancellationToken stoppingToken)
    {
        try
        {
            await processor.ProcessAsync(exchange, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            counts.Uncompared(exchange.Plan, UncomparedReason.Dropped);
        }
        catch (Exception ex)
        {
            counts.Uncompared(exchange.Plan, UncomparedReason.Unable);
            ProcessingFailed(exchange.Plan.Route, ex);
        }
        finally
        {
            _free.Release(taken);
        }
    }

    /// <summary>Only this loop takes slots, so taking them one by one cannot deadlock.</summary>
    private async Task TakeAsync(int count, CancellationToken cancellationToken)
    {
        var taken = 0;
        try
        {
            for (; taken < count; taken++)
                await _free.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            if (taken > 0)
                _free.Release(taken);

            throw;
        }
    }

    [LoggerMessage(LogLevel.Error, "Mirroring or comparing an exchange of route {Route} failed")]
    private partial void ProcessingFailed(string route, Exception exception);
}
