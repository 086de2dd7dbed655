using Microsoft.AspNetCore.Http;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.Observability;

/// <summary>Reports on this server: its health, its requests, and its machine.</summary>
internal sealed class ObservabilityService(RequestMetrics metrics, SystemSampler sampler, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    public Task SendHealthAsync(HttpContext context) =>
        ObservabilityAnswers.Health(time.UnixSeconds(), time.GetElapsedTime(_started).TotalSeconds, sampler.Latest).SendAsync(context);

    public Task SendMetricsAsync(HttpContext context)
    {
        metrics.Count(RequestMetrics.Reports);
        return ObservabilityAnswers.Metrics(time.UnixSeconds(), ReportWindow.Of(context.Request), metrics.All).SendAsync(context);
    }

    public Task SendSystemAsync(HttpContext context) =>
        ObservabilityAnswers.System(time.UnixSeconds(), ReportWindow.Of(context.Request), sampler.History).SendAsync(context);
}
