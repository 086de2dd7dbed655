using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Descriptions;
using Strangler.Services.Flask;
using Strangler.Services.Machine;

namespace Strangler.Services.Routes.Observability;

/// <summary>Serves <c>GET /api/observability/health</c>, <c>/metrics</c> and <c>/system</c> (contract 5).</summary>
public static class ObservabilityModule
{
    private static readonly (string, JsonShape)[] Excerpt =
    [
        ("active_connections", JsonShape.WholeNumber), ("cpu_percent", JsonShape.Number), ("disk_free_gb", JsonShape.Number), ("memory_percent", JsonShape.Number),
    ];

    private static readonly JsonShape Health = JsonShape.Of(
        ("component", JsonShape.Text), ("status", JsonShape.OneOf("healthy", "degraded")), ("timestamp", JsonShape.Number), ("uptime_seconds", JsonShape.Number),
        ("system?", JsonShape.Of(Excerpt)), ("warnings?", JsonShape.ListOf(JsonShape.Text)));

    // A series that nothing came into is an empty object.
    private static readonly JsonShape Metrics = JsonShape.Of(
        ("metrics", JsonShape.MapOf(JsonShape.Of(
            ("avg?", JsonShape.Number), ("count?", JsonShape.WholeNumber), ("latest?", JsonShape.Number), ("max?", JsonShape.Number), ("min?", JsonShape.Number),
            ("name?", JsonShape.Text), ("sum?", JsonShape.Number), ("timestamp?", JsonShape.Number), ("window_seconds?", JsonShape.WholeNumber)))),
        ("timestamp", JsonShape.Number), ("window_seconds", JsonShape.WholeNumber));

    private static readonly (string, JsonShape)[] Sample =
    [
        .. Excerpt, ("disk_usage_percent", JsonShape.Number), ("memory_used_mb", JsonShape.Number), ("network_bytes_recv", JsonShape.WholeNumber),
        ("network_bytes_sent", JsonShape.WholeNumber), ("open_files", JsonShape.WholeNumber), ("timestamp", JsonShape.Number),
    ];

    private static readonly JsonShape System = JsonShape.Of(
        ("history", JsonShape.ListOf(JsonShape.Of(Sample))), ("latest", JsonShape.Of(Sample).OrNull), ("metrics_count", JsonShape.WholeNumber),
        ("timestamp", JsonShape.Number), ("window_seconds", JsonShape.WholeNumber));

    public static IServiceCollection AddObservability(this IServiceCollection services)
    {
        services.AddMachineCounters();
        services.TryAddSingleton<RequestMetrics>();
        services.TryAddSingleton<SystemSampler>();
        services.AddHostedService(provider => provider.GetRequiredService<SystemSampler>());
        services.TryAddSingleton<ObservabilityService>();
        return services;
    }

    /// <summary>Counts every request that passes through here, whoever answers it.</summary>
    public static IApplicationBuilder UseRequestMetrics(this IApplicationBuilder app) => app.UseMiddleware<RequestMetricsMiddleware>();

    /// <summary>Conventions added to the result apply to all three paths.</summary>
    public static IEndpointConventionBuilder MapObservability(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("");
        var service = routes.ServiceProvider.GetRequiredService<ObservabilityService>();
        group.MapFlaskGet("/api/observability/health", service.SendHealthAsync)
            .WithSummary("How this server is.")
            .Answers(DescribedAnswer.Json(Health));
        group.MapFlaskGet("/api/observability/metrics", service.SendMetricsAsync)
            .WithSummary("Requests and answers in the last seconds.")
            .WithArgument("window", "So many seconds; 300 without it.")
            .Answers(DescribedAnswer.Json(Metrics));
        group.MapFlaskGet("/api/observability/system", service.SendSystemAsync)
            .WithSummary("The machine in the last seconds.")
            .WithArgument("window", "So many seconds; 300 without it.")
            .Answers(DescribedAnswer.Json(System));
        return group;
    }
}
