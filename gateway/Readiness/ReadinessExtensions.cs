using Strangler.Gateway.Cutover;
using Strangler.Settings;

namespace Strangler.Gateway.Readiness;

internal static class ReadinessExtensions
{
    /// <summary>Adds the watch over the checks that the modules register.</summary>
    public static void AddReadiness(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddSettings<ReadinessOptions>(builder.Configuration.GetSection("Gateway:Readiness"))
            .AddSingleton<ModuleReadiness>()
            .AddSingleton<IRouteReadiness>(provider => provider.GetRequiredService<ModuleReadiness>())
            .AddHostedService<ReadinessMonitor>()
            .AddHealthChecks();
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None); // the monitor says it once
    }
}
