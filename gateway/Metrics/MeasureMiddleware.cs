using Strangler.Gateway.Cutover;
using Strangler.ShadowDiff.Model;
using Yarp.ReverseProxy.Forwarder;

namespace Strangler.Gateway.Metrics;

/// <summary>Counts and times each answer under the route and side that gave it. Stands after routing.</summary>
internal sealed class MeasureMiddleware(RequestDelegate next, RouteStatistics statistics, GatewayMetrics metrics, IAnswerListener listener, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<ICutoverFeature>() is not { } decision)
            return next(context);

        var series = statistics.Of(decision.Route, decision.ServedBy);
        var start = time.GetTimestamp();
        var answer = next(context);
        if (!answer.IsCompletedSuccessfully)
            return MeasureAsync(context, answer, decision, series, start);

        Answered(context, decision, series, start, failure: null);
        return Task.CompletedTask;
    }

    private async Task MeasureAsync(HttpContext context, Task answer, ICutoverFeature decision, RouteSeries series, long start)
    {
        try
        {
            await answer;
        }
        catch (Exception ex)
        {
            Answered(context, decision, series, start, ex);
            throw;
        }

        Answered(context, decision, series, start, failure: null);
    }

    private void Answered(HttpContext context, ICutoverFeature decision, RouteSeries series, long start, Exception? failure)
    {
        var duration = time.GetElapsedTime(start);
        metrics.Answered(AnsweredBy(context, series), context.Response.StatusCode, duration, isOwn: context.Features.Get<IForwarderErrorFeature>() is null);
        listener.Answered(context, decision, start, duration, failure);
    }

    /// <summary>Legacy's, where modern could not answer.</summary>
    private RouteSeries AnsweredBy(HttpContext context, RouteSeries decided) =>
        context.Features.Get<FallbackFeature>() is null ? decided : statistics.Of(decided.Route, Side.Legacy);
}
