using Strangler.Gateway.Metrics;
using Strangler.Services.Backups.Jobs;
using Strangler.Settings;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Watch;

internal static class WatchExtensions
{
    /// <summary>Adds the watch over the routes that modern answers.</summary>
    public static void AddWatch(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection("Gateway:Watch");
        builder.Services.AddSettingsOfAll<WatchOptions>(section);
        foreach (var route in section.GetSection("Routes").GetChildren())
            builder.Services.AddSettings<WatchOptions>(route, route.Key);

        builder.Services
            .AddSingleton<RouteWatches>()
            .AddSingleton<IAnswerListener>(provider => provider.GetRequiredService<RouteWatches>())
            .AddSingleton<IExchangeListener>(provider => provider.GetRequiredService<RouteWatches>())
            .AddSingleton<IJobListener>(provider => provider.GetRequiredService<RouteWatches>())
            .AddHostedService<HangingRequests>()
            .AddHostedService<RouteProbes>();
    }
}
