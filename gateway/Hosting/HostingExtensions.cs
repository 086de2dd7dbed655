using Microsoft.Extensions.Options;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Management;

namespace Strangler.Gateway.Hosting;

internal static class HostingExtensions
{
    public static void AddHosting(this WebApplicationBuilder builder)
    {
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
            context.Response.Headers["X-Served-By"] = context.GetEndpoint()?.Metadata.GetMetadata<ModernEndpoint>() is null ? "legacy" : "modern";
            return next(context);
        });
    }
}
