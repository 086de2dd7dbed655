using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Coverage;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Capture;

/// <summary>Copies exchanges that have a <see cref="ShadowPlan"/> and hands them to the queue. The client's exchange stays as it is.</summary>
internal sealed partial class CaptureMiddleware(
    RequestDelegate next,
    Func<HttpContext, ShadowPlan?> planOf,
    Predicate<HttpContext> isWithheld,
    ShadowGuard guard,
    ShadowSampler sampler,
    ShadowQueue queue,
    CoverageCounts counts,
    StateDrift drift,
    IOptions<CaptureOptions> options,
    TimeProvider time,
    ILogger<CaptureMiddleware> logger)
{
    private readonly int _limit = options.Value.MaxBodyBytes;

    public Task InvokeAsync(HttpContext context)
    {
        var isOurs = guard.Strip(context.Request);
        return planOf(context) is not { } plan ? next(context)
            : StateDrift.MayChange(plan.Effect, context.Request.Method) ? WatchAsync(context, plan, isOurs)
            : ShadowAsync(context, plan, isOurs);
    }

    /// <summary>Lets others know that the state changes, and whether on the answering side only.</summary>
    private async Task WatchAsync(HttpContext context, ShadowPlan plan, bool isOurs)
    {
        drift.BeginChange();
        try
        {
            await ShadowAsync(context, plan, isOurs);
            if (plan.Effect != SideEffect.Follow && context.Response.StatusCode < StatusCodes.Status400BadRequest)
                drift.Wrote();
        }
        finally
        {
            drift.EndChange();
        }
    }

    private Task ShadowAsync(HttpContext context, ShadowPlan plan, bool isOurs)
    {
        var draw = ShadowSampler.Draw();
        return Admits(context, plan, isOurs, draw) ? CaptureAsync(context, plan, draw) : next(context);
    }

    private bool Admits(HttpContext context, ShadowPlan plan, bool isOurs, double draw)
    {
        if (!Eligibility.IsEligible(context, plan))
            return false;

        UncomparedReason? obstacle = isOurs ? UncomparedReason.Loop
            : context.Request.ContentLength > _limit && !plan.IsPinned ? UncomparedReason.Oversize
            : !sampler.MayTake(plan, draw) ? UncomparedReason.SampledOut
            : null;
        if (obstacle is { } reason)
            Leave(plan, context.Request.Method, reason);

        return obstacle is null;
    }

    private async Task CaptureAsync(HttpContext context, ShadowPlan plan, double draw)
    {
        var capture = new ExchangeCapture(context, plan, _limit, drift, time);
        Exception? failure = null;
        try
        {
            await next(context);
        }
        catch (Exception ex)
        {
            failure = ex;
            throw;
        }
        finally
        {
            capture.Detach();
            await DeliverAsync(context, capture, failure, draw);
        }
    }

    /// <summary>Whatever goes wrong here is ours alone: the client's exchange is done.</summary>
    private async Task DeliverAsync(HttpContext context, ExchangeCapture capture, Exception? failure, double draw)
    {
        try
        {
            var (exchange, reason) = await capture.FinishAsync(failure);
            if (exchange is not null)
            {
                reason = isWithheld(context) ? UncomparedReason.Withheld
                    : !sampler.Takes(exchange.Plan, exchange.Response.Status, draw) ? UncomparedReason.SampledOut
                    : !queue.TryEnqueue(exchange) ? UncomparedReason.Dropped
                    : null;
            }

            if (reason is { } known)
                Leave(capture.Plan, context.Request.Method, known);
        }
        catch (Exception ex)
        {
            counts.Uncompared(capture.Plan, UncomparedReason.Unable);
            CaptureFailed(capture.Plan.Route, ex);
        }
    }

    private void Leave(ShadowPlan plan, string method, UncomparedReason reason)
    {
        counts.Uncompared(plan, reason);
        if (plan.Effect == SideEffect.Follow && StateDrift.MayChange(plan.Effect, method) && reason is UncomparedReason.Dropped or UncomparedReason.Oversize or UncomparedReason.UnreadBody or UncomparedReason.Withheld)
        {
            drift.Missed();
            StateNotCarriedOver(plan.Route, reason);
        }
    }

    [LoggerMessage(LogLevel.Warning, "An exchange of route {Route} was not mirrored ({Reason}). The two sides may now differ in state")]
    private partial void StateNotCarriedOver(string route, UncomparedReason reason);

    [LoggerMessage(LogLevel.Error, "Capturing an exchange of route {Route} failed")]
    private partial void CaptureFailed(string route, Exception exception);
}
