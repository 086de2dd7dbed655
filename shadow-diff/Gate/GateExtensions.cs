using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Settings;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Gate;

/// <summary>Adds the promotion gate.</summary>
public static class GateExtensions
{
    private const string Routes = "Routes";

    /// <summary>Adds the gate with its thresholds from <paramref name="section"/>: the section for every route, and over it the route's own.</summary>
    public static IServiceCollection AddPromotionGate(this IServiceCollection services, IConfigurationSection section)
    {
        // Read at start like all other settings: bound without watching, since a changed threshold must not come into force unchecked.
        services.ConfigureAll<GateThresholds>(section.Bind);
        services.AddSingleton<IValidateOptions<GateThresholds>, GateThresholdsValidator>();
        services.AddSingleton<IValidateOptions<GateThresholds>>(new UnknownSettings<GateThresholds>(section, Routes));
        services.AddOptions<GateThresholds>().ValidateOnStart();
        foreach (var route in section.GetSection(Routes).GetChildren())
        {
            services.AddOptions<GateThresholds>(route.Key).Configure(route.Bind).ValidateOnStart();
            services.AddSingleton<IValidateOptions<GateThresholds>>(new UnknownSettings<GateThresholds>(route));
        }

        return services
            .AddSingleton<EvidenceReader>()
            .AddSingleton(provider => new PromotionGate(
                provider.GetRequiredService<EvidenceReader>(), provider.GetRequiredService<GatewayDatabase>(), provider.GetRequiredService<StoreWriter>()));
    }
}
