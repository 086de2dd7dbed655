using System.Diagnostics;
using Strangler.Gateway.Routing;

namespace Strangler.Gateway.Traces;

/// <summary>The span of a module's work within that of its request, as YARP's <c>proxy.forwarder</c> is of legacy's. Stands last, before the endpoints.</summary>
internal sealed class ModuleSpan(RequestDelegate next)
{
    public const string SourceName = "Strangler.Gateway";

    private static readonly ActivitySource Source = new(SourceName);

    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } metadata && metadata.GetMetadata<ModernEndpoint>() is not null ? RunAsync(context, metadata.GetMetadata<RouteName>()?.Value) : next(context);

    private async Task RunAsync(HttpContext context, string? route)
    {
        using var span = Source.StartActivity($"module {route}");
        span?.SetTag("route", route);
        try
        {
            await next(context);
        }
        catch (Exception ex)
        {
            if (span is not null)
                SpanFailure.Set(span, ex);
            throw;
        }
    }
}
