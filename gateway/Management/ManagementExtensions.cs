using Microsoft.Extensions.Options;
using Strangler.Contract.Management;
using Strangler.Gateway.Listeners;
using Strangler.Gateway.Management.Pages;
using Strangler.Settings;
using Strangler.ShadowDiff;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Management;

internal static class ManagementExtensions
{
    public static void AddManagement(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<ManagementOptions>(builder.Configuration.GetSection("Gateway"));
        builder.Services.AddSingleton<IValidateOptions<ManagementOptions>, ManagementTokenValidator>();
        builder.Services.AddSingleton<BoardReader>();
        builder.Services.AddSingleton<IShadowedRoutes, ShadowedRoutes>();
        builder.Services.AddSingleton<IModernBuild, ModernBuild>();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ManagementJson.Default));
    }

    /// <summary>
    /// Gives the management port a pipeline of its own: its routes do not exist on the public port, nor the public ones here.
    /// Told apart by the listener a connection came in on, which no header can forge.
    /// </summary>
    public static void UseManagement(this WebApplication app)
    {
        app.MapWhen(context => context.Features.Get<ManagementListener>() is not null, management =>
        {
            management.UseMiddleware<ManagementGuard>();
            management.UseRouting();
            management.UseEndpoints(routes =>
            {
                routes.MapBoard();
                routes.MapAudit();
                routes.MapMethods(ManagementGuard.Probe, [HttpMethods.Get, HttpMethods.Head], () => TypedResults.Json(new HealthResponse("healthy"), ManagementJson.Readable.HealthResponse));
                routes.MapCutoverApi();
                routes.MapReports();
                routes.MapPrometheusScrapingEndpoint("/metrics");
                routes.MapFallback(() => ManagementErrors.NotFound());
            });
        });

        if (app.Services.GetRequiredService<IOptions<ManagementOptions>>().Value.PublicMetrics)
            app.UseOpenTelemetryPrometheusScrapingEndpoint(context => context.Request.Path == "/metrics");
    }
}
