using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Audit;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Jobs;
using Strangler.Gateway.Plans;
using Strangler.ShadowDiff;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Tests;

/// <summary>The gateway's database without the gateway, with the tables of all its features.</summary>
internal static class OwnDatabase
{
    public static GatewayDatabase Open(string path) => Services(path).GetRequiredService<GatewayDatabase>();

    /// <summary>The same with what writes to it.</summary>
    public static ServiceProvider Services(string path)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ShadowDiff:Database", path)]).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddShadowDiff(configuration.GetSection("ShadowDiff"));
        services.AddAudit();
        services.AddSingleton(TimeProvider.System).AddSingleton<LegacyJobs>().AddSingleton<UnwrittenJobs>().AddSingleton<JobTable>().AddSingleton<IStoreFeature, JobsStore>();
        services.AddSingleton(new Latches(path)).AddSingleton<IStoreFeature, LatchTable>();
        services.AddSingleton<IStoreFeature>(new PlanTable(null!)); // its tables alone: no plan is under way without a gateway
        return services.BuildServiceProvider();
    }
}
