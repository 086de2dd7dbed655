using Strangler.Gateway.Cutover;
using Strangler.Settings;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Decommission;

internal static class DecommissionExtensions
{
    /// <summary>Adds the count of what still reaches legacy.</summary>
    public static void AddDecommission(this WebApplicationBuilder builder) => builder.Services
        .AddSettings<DecommissionOptions>(builder.Configuration.GetSection("Gateway"))
        .AddSingleton<LegacyUse>()
        .AddSingleton<LegacyUseTable>()
        .AddSingleton<IStoreFeature>(provider => provider.GetRequiredService<LegacyUseTable>())
        .AddSingleton<LegacyFarewell>();

    /// <summary>Counts what goes to legacy by decision; what goes there because modern failed is counted where that is found. Stands after routing.</summary>
    public static void UseLegacyUse(this WebApplication app)
    {
        var use = app.Services.GetRequiredService<LegacyUse>();
        app.Use(next => context =>
        {
            if (context.Features.Get<ICutoverFeature>() is { ServedBy: Side.Legacy } decision)
                use.Add(context, decision.Route, AnswerFacts.WordOf(decision.Why));
            return next(context);
        });
    }
}
