using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace Strangler.Gateway.Metrics;

internal static class MetricsExtensions
{
    private static readonly double[] Seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 100];

    /// <summary>Of one instrument of .NET's; room for the 2000 that are the default is taken at once.</summary>
    private const int MostSeriesOfRuntime = 100;

    /// <summary>Adds the gateway's and the shadow's instruments, the time line and the Prometheus exporter.</summary>
    public static void AddGatewayMetrics(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RouteStatistics>().AddSingleton<GatewayMetrics>().AddSingleton<Timeline>().AddHostedService<TimelineSampler>();
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(GatewayMetrics.MeterName, "Strangler.ShadowDiff", "System.Runtime")
            .AddView(instrument => instrument is Histogram<double> { Unit: "s" } ? new ExplicitBucketHistogramConfiguration { Boundaries = Seconds } : null)
            .AddView("dotnet.*", new MetricStreamConfiguration { CardinalityLimit = MostSeriesOfRuntime })
            .AddPrometheusExporter());
    }

    /// <summary>Measures each answer.</summary>
    public static void UseMeasure(this IApplicationBuilder app) => app.UseMiddleware<MeasureMiddleware>();
}
