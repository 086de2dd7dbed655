using System.Diagnostics.Metrics;
using Polly;
using Polly.RateLimiting;
using Polly.Timeout;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Mirror;

/// <summary>Sends an exchange to a side. It throws for the stopping token only.</summary>
internal sealed class ExchangeMirror(LegacyMirror legacy, ModernMirror modern, MirrorPipelines pipelines, MirrorMetrics metrics, TimeProvider time)
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
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            var start = 0L;
            // As outcomes: a side that is down fails each exchange, and throwing costs more than mirroring.
            var outcome = await pipelines.For(target).ExecuteOutcomeAsync(
                (running, side) =>
                {
                    start = time.GetTimestamp();
                    return SendAsync(exchange, side, running.CancellationToken);
                },
                context, state: target);
            cancellationToken.ThrowIfCancellationRequested();
            return outcome.Exception is { } error
                ? MirrorResult.Failed(ReasonOf(error), error.Message)
                : Answered(exchange, target, outcome.Result!, time.GetElapsedTime(start));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<Outcome<CapturedResponse>> SendAsync(CapturedExchange exchange, Side target, CancellationToken cancellationToken)
    {
        try
        {
            if (exchange.OtherSide is { } ask)
                return Polly.Outcome.FromResult(ChannelShadow.Answer(await ask(cancellationToken) ?? throw new InvalidOperationException("The other side cannot be asked now.")));

            return Polly.Outcome.FromResult(target == Side.Modern ? await modern.SendAsync(exchange, cancellationToken) : await legacy.SendAsync(exchange, cancellationToken));
        }
        catch (Exception ex)
        {
            return Polly.Outcome.FromException<CapturedResponse>(ex);
        }
    }

    private MirrorResult Answered(CapturedExchange exchange, Side target, CapturedResponse response, TimeSpan duration)
    {
        metrics.Mirrored(exchange.Plan.Route, target, duration);
        return response.Status == 429
            ? MirrorResult.Failed(UncomparedReason.Refused, "The mirrored side answered 429.")
            : MirrorResult.Answered(response with { At = time.GetUtcNow() }, duration);
    }

    private static UncomparedReason ReasonOf(Exception exception) => exception switch
    {
        OversizeException => UncomparedReason.Oversize,
        TimeoutRejectedException or TimeoutException => UncomparedReason.Timeout,
        RateLimiterRejectedException => UncomparedReason.Refused,
        _ => UncomparedReason.Unable,
    };
}

/// <summary>How long the mirrored side takes.</summary>
internal sealed class MirrorMetrics(IMeterFactory meters)
{
    private readonly Histogram<double> _duration = meters.Create(ShadowMeter.Name).CreateHistogram<double>(
        "strangler.shadow.mirror.duration", "s", "Time until the mirrored side's answer, by side.");

    public void Mirrored(string route, Side side, TimeSpan duration) =>
        _duration.Record(duration.TotalSeconds, ShadowMeter.Tag("route", route), ShadowMeter.Tag("side", KebabName<Side>.Of(side)));
}
