using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Audit;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Decommission;
using Strangler.Gateway.Handover;
using Strangler.Gateway.Jobs;
using Strangler.Gateway.Plans;
using Strangler.ShadowDiff;
using Strangler.ShadowDiff.Store;
using Strangler.Testing.Stores;

namespace Strangler.Gateway.Tests;

/// <summary>The gateway's database without the gateway, with the tables of all its features.</summary>
internal static class OwnDatabase
{
    public static GatewayDatabase Open(StorePlace place) => Services(place).GetRequiredService<GatewayDatabase>();

    /// <summary>The same with what writes to it.</summary>
    public static ServiceProvider Services(StorePlace place)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(place.Settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddShadowDiff(configuration.GetSection("ShadowDiff"), configuration.GetSection("Store"));
        services.AddAudit();
        services.AddHttpForwarder().AddSingleton<Standby>().AddSingleton<Predecessor>();
        services.AddSingleton(TimeProvider.System).AddSingleton<LegacyJobs>().AddSingleton<UnwrittenJobs>().AddSingleton<JobTable>().AddSingleton<IStoreFeature, JobsStore>();
        services.AddSingleton(new Latches(place.File)).AddSingleton<IStoreFeature, LatchTable>();
        // The tables alone of what needs a gateway.
        services.AddSingleton<IStoreFeature>(new TablesOf(new PlanTable(null!)));
        services.AddSingleton<IStoreFeature>(new TablesOf(new InDoubtTable(null!)));
        services.AddSingleton<IStoreFeature>(new TablesOf(new LegacyUseTable(null!, null!, null!, null!, null!)));
        return services.BuildServiceProvider();
    }

    private sealed class TablesOf(IStoreFeature feature) : IStoreFeature
    {
        public IEnumerable<Migration> Migrations => feature.Migrations;
    }
}
