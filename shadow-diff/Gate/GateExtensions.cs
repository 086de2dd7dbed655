using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Settings;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Gate;

/// <summary>Adds the promotion gate.</summary>
public static class GateExtensions
{
    /// <summary>Adds the gate with its thresholds from <paramref name="section"/>: the section for every route, and over it the route's own.</summary>
    public static IServiceCollection AddPromotionGate(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddSettingsOfAll<GateThresholds>(section);
        foreach (var route in section.GetSection("Routes").GetChildren())
            services.AddSettings<GateThresholds>(route, route.Key);

        return services
            .AddSingleton<EvidenceReader>()
            .AddSingleton(provider => new PromotionGate(
                provider.GetRequiredService<EvidenceReader>(), provider.GetRequiredService<GatewayDatabase>(), provider.GetRequiredService<StoreWriter>()));
    }
}
