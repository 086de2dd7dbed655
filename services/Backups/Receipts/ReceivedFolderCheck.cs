using Microsoft.Extensions.Diagnostics.HealthChecks;
using Strangler.Services.Configuration;

namespace Strangler.Services.Backups.Receipts;

/// <summary>The folder that the backup server stores to can be listed: without it no file counts as received.</summary>
internal sealed class ReceivedFolderCheck(ReceivedFolder folder) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        FolderProblem.Of(folder.FullPath) is { } problem
            ? HealthCheckResult.Unhealthy($"The folder of the received files {problem}: put it there, or set Services:LegacyRoot, or Services:Receipts:Folder, to where the backup server stores files.")
            : HealthCheckResult.Healthy());
}
