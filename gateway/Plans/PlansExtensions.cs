using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Plans;

internal static class PlansExtensions
{
    /// <summary>Adds the plans by which routes are promoted step by step.</summary>
    public static void AddPlans(this IServiceCollection services) => services
        .AddSingleton<PlanBook>()
        .AddSingleton<IStoreFeature, PlanTable>()
        .AddSingleton<PlanStore>()
        .AddSingleton<PlanReader>()
        .AddSingleton<PlanRunner>()
        .AddSingleton<PlanControl>()
        .AddHostedService(provider => provider.GetRequiredService<PlanRunner>());
}
