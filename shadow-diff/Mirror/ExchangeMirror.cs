using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;
using Strangler.ShadowDiff.Capture;

namespace Strangler.ShadowDiff.Mirror;

/// <summary>Sends an exchange to a side. It never throws but for the stopping token.</summary>
internal sealed class ExchangeMirror(LegacyMirror legacy, ModernMirror modern, MirrorPipelines pipelines, ShadowMetrics metrics, TimeProvider time)
{
    /// <summary>Asks the side that did not answer the client.</summary>
    public Task<MirrorResult> SendAsync(CapturedExchange exchange, CancellationToken cancellationToken) =>
        AskAsync(exchange, exchange.Plan.ServedBy == Side.Legacy ? Side.Modern : Side.Legacy, cancellationToken);

    /// <summary>Asks this side. Legacy needs the plan's address, modern its endpoint.</summary>
    public async Task<MirrorResult> AskAsync(CapturedExchange exchange, Side target, CancellationToken cancellationToken)
    {
        try
        {
            // Side code that ignores its token is left behind; it keeps its permit until it ends, so it cannot pile up.
            return await RunAsync(exchange, target, cancellationToken).WaitAsync(pipelines.Patience, time, cancellationToken);
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
        {
            return MirrorResult.Failed(ReasonOf(ex), ex.Message);
        }
    }

    private async Task<MirrorResult> RunAsync(CapturedExchange exchange, Side target, CancellationToken cancellationToken)
    {
        // Off the worker's thread: side code may block before its first await.
        await Task.Yield();
        var start = 0L;
        var response = await pipelines.For(target).ExecuteAsync(
            async token =>
            {
                start = time.GetTimestamp();
                return target == Side.Modern ? await modern.SendAsync(exchange, token) : await legacy.SendAsync(exchange, token);
            },
            cancellationToken);
        var duration = time.GetElapsedTime(start);
        metrics.Mirrored(exchange.Plan.Route, target, duration);
        return response.Status == 429
            ? MirrorResult.Failed(UncomparedReason.Refused, "The mirrored side answered 429.")
            : MirrorResult.Answered(response, duration);
    }

    private static UncomparedReason ReasonOf(Exception exception) => exception switch
    {
        OversizeException => UncomparedReason.Oversize,
        TimeoutRejectedException or TimeoutException => UncomparedReason.Timeout,
        RateLimiterRejectedException => UncomparedReason.Refused,
        BrokenCircuitException => UncomparedReason.Unable,
        _ => UncomparedReason.Unable,
    };
}
