using Strangler.Gateway.Cutover;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Metrics;

/// <summary>Counts and times each answer under the route and side that gave it. Stands after routing.</summary>
internal sealed class MeasureMiddleware(RequestDelegate next, RouteStatistics statistics, GatewayMetrics metrics, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<ICutoverFeature>() is not { } decision)
            return next(context);

        var series = statistics.Of(decision.Route, decision.ServedBy);
        var start = time.GetTimestamp();
        var answer = next(context);
        if (!answer.IsCompletedSuccessfully)
            return MeasureAsync(context, answer, series, start);

        metrics.Answered(AnsweredBy(context, series), context.Response.StatusCode, time.GetElapsedTime(start));
        return Task.CompletedTask;
    }

    private async Task MeasureAsync(HttpContext context, Task answer, RouteSeries series, long start)
    {
        try
        {
            await answer;
        }
        finally
        {
            metrics.Answered(AnsweredBy(context, series), context.Response.StatusCode, time.GetElapsedTime(start));
        }
    }

    /// <summary>Legacy's, where modern could not answer.</summary>
    private RouteSeries AnsweredBy(HttpContext context, RouteSeries decided) =>
        context.Features.Get<FallbackFeature>() is null ? decided : statistics.Of(decided.Route, Side.Legacy);
}
