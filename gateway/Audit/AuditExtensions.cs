using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Triage;

namespace Strangler.Gateway.Audit;

internal static class AuditExtensions
{
    /// <summary>Adds the audit of what operators, QA and the programs themselves change.</summary>
    public static void AddAudit(this IServiceCollection services) => services
        .AddSingleton<AuditLog>()
        .AddSingleton<IStoreFeature, AuditTable>()
        .AddSingleton<AuditBacklog>()
        .AddSingleton<IStoreFeature>(provider => provider.GetRequiredService<AuditBacklog>())
        .AddSingleton<ITriageAudit, AuditTable>();
}
