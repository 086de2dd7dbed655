using Strangler.Gateway.Cutover;

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

        metrics.Answered(series, context.Response.StatusCode, time.GetElapsedTime(start));
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
            metrics.Answered(series, context.Response.StatusCode, time.GetElapsedTime(start));
        }
    }
}
