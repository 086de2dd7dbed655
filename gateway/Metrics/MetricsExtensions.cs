using System.Diagnostics.Metrics;
using System.Reflection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Strangler.Gateway.Metrics;

internal static class MetricsExtensions
{
    private static readonly double[] Seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 100];

    /// <summary>Of one instrument of .NET's; room for the 2000 that are the default is taken at once.</summary>
    private const int MostSeriesOfRuntime = 100;

    private const string RuntimeMeter = "System.Runtime";

    /// <summary>In Prometheus' names <c>_count</c> is a part of a histogram; promtool refuses these gauges as .NET calls them.</summary>
    private static readonly Dictionary<string, string> RuntimeNames = new()
    {
        ["dotnet.assembly.count"] = "dotnet.assemblies",
        ["dotnet.process.cpu.count"] = "dotnet.process.cpus",
        ["dotnet.timer.count"] = "dotnet.timers",
    };

    /// <summary>Adds the gateway's and the shadow's instruments, the time line and the Prometheus exporter.</summary>
    public static void AddGatewayMetrics(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RouteStatistics>().AddSingleton<GatewayMetrics>().AddSingleton<InstallationMetrics>().AddSingleton<Timeline>().AddHostedService<TimelineSampler>();
        builder.Services.AddOpenTelemetry().ConfigureResource(static resource => resource.AddService("strangler-gateway", serviceVersion: Version)).WithMetrics(metrics => metrics
            .AddMeter(GatewayMetrics.MeterName, "Strangler.ShadowDiff", RuntimeMeter)
            .AddView(instrument => instrument is Histogram<double> { Unit: "s" } ? new ExplicitBucketHistogramConfiguration { Boundaries = Seconds } : null)
            .AddView(OfRuntime)
            .AddPrometheusExporter());
    }

    /// <summary>Measures each answer.</summary>
    public static void UseMeasure(this WebApplication app)
    {
        app.Services.GetRequiredService<InstallationMetrics>(); // nobody calls it: it is there to be observed
        app.UseMiddleware<MeasureMiddleware>();
    }

    private static string Version => typeof(MetricsExtensions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private static MetricStreamConfiguration? OfRuntime(Instrument instrument) => instrument.Meter.Name == RuntimeMeter
        ? new MetricStreamConfiguration { CardinalityLimit = MostSeriesOfRuntime, Name = RuntimeNames.GetValueOrDefault(instrument.Name) }
        : null;
}
