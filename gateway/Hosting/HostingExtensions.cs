using Microsoft.Extensions.Options;
using Strangler.Gateway.Management;
using Strangler.Gateway.Routing;

namespace Strangler.Gateway.Hosting;

internal static class HostingExtensions
{
    private static readonly TimeSpan LongestShutdown = TimeSpan.FromSeconds(8);

    public static void AddHosting(this WebApplicationBuilder builder)
    {
        // Shorter than the patience of whoever started it, so that open sockets and uploads never get it killed.
        // And nothing that works in the background is worth the end of what passes through.
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = LongestShutdown;
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
        });
        if (builder.Configuration.GetValue("Gateway:ExitWithStdin", false))
            builder.Services.AddHostedService<ExitWithStdin>();
    }

    /// <summary>Says in each public answer which side gave it, when <c>Gateway:ServedByHeader</c> is on. Stands after routing.</summary>
    public static void UseServedByHeader(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<ManagementOptions>>().Value.ServedByHeader)
            return;

        app.Use((context, next) =>
        {
            context.Response.OnStarting(SetServedBy, context); // at the last moment: the proxy clears a bad answer of legacy
            return next(context);
        });
    }

    private static Task SetServedBy(object state)
    {
        var context = (HttpContext)state;
        context.Response.Headers["X-Served-By"] = context.GetEndpoint()?.Metadata.GetMetadata<ModernEndpoint>() is null ? "legacy" : "modern";
        return Task.CompletedTask;
    }
}
