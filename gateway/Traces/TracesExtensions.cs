using Microsoft.Extensions.Options;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Strangler.Settings;
using Strangler.ShadowDiff.Model;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Strangler.Gateway.Traces;

internal static class TracesExtensions
{
    /// <summary>Adds traces of public requests, where a setting says who takes them; else nothing listens and no span is made.</summary>
    public static void AddTraces(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection("Gateway:Telemetry");
        builder.Services.AddSettings<TelemetryOptions>(section).AddSingleton<ITraceViewer, TraceViewer>();
        var options = section.Readable<TelemetryOptions>();
        if (options.Collector is not { } collector)
            return;

        builder.Services.AddOpenTelemetry()
            .WithTracing(traces => traces
                .AddSource("Microsoft.AspNetCore", "Yarp.ReverseProxy", ModuleSpan.SourceName)
                .AddOtlpExporter(exporter =>
                {
                    exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                    exporter.Endpoint = collector;
                }))
            .WithMetrics(static metrics => metrics.SetExemplarFilter(ExemplarFilterType.TraceBased)); // a measurement names the trace that it is of
        builder.Services.AddHostedService<LastSpans>();
        if (options.PropagateToLegacy)
            builder.Services.AddSingleton<ITransformProvider, TraceTransforms>();
    }

    /// <summary>Tells the span of each public request what becomes of it. Stands first of all.</summary>
    public static void UseTracedRequests(this WebApplication app)
    {
        if (IsOn(app))
            app.UseMiddleware<TracedRequest>();
    }

    /// <summary>Gives the modules spans of their own. Stands last, after every <c>Map</c> and whatever asks a module.</summary>
    public static void UseModuleSpans(this WebApplication app)
    {
        if (IsOn(app))
            app.UseMiddleware<ModuleSpan>();
    }

    private static bool IsOn(WebApplication app) => app.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value.Collector is not null;
}
