using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Strangler.Services.Backups.Receipts;

/// <summary>The backup server's database opens, where there is one: else nothing is known of who stored a file, and whether it was verified.</summary>
internal sealed class CatalogCheck(BackupCatalog catalog) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await Task.Run(() => catalog.Problem(), cancellationToken) is { } problem
            ? HealthCheckResult.Unhealthy($"The backup server's database {problem}: put it right, or set Services:Receipts:Database to where it is.")
            : HealthCheckResult.Healthy();
}
