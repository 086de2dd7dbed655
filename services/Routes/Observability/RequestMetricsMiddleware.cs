using Microsoft.AspNetCore.Http;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.Observability;

/// <summary>Feeds the metrics with every request that passes: count, duration in milliseconds, and views that fail.</summary>
internal sealed class RequestMetricsMiddleware(RequestDelegate next, RequestMetrics metrics, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var began = time.GetTimestamp();
        metrics.Count(RequestMetrics.Requests);
        try
        {
            await next(context);
        }
        catch
        {
            metrics.Count(RequestMetrics.Errors);
            throw;
        }

        metrics.Add(RequestMetrics.Duration, time.GetElapsedTime(began).TotalMilliseconds);
        metrics.Count(RequestMetrics.Responses);
        if (context.Features.Get<ViewFailure>() is not null)
            metrics.Count(RequestMetrics.Errors);
    }
}
