using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Strangler.Contract;
using Strangler.Gateway.Audit;
using Strangler.Gateway.Configuration;

namespace Strangler.Gateway.Cutover;

/// <summary>
/// Audits at the start where the flags are not as the audit last left them: somebody edited <c>features.json</c>, or rolled back offline, while
/// no gateway ran. A route of which the audit knows nothing has been at legacy, so that at the first start too the audit explains every other stage.
/// </summary>
internal sealed class EditsWhileDown(CutoverState state, CutoverSwap swap, CutoverTurn turn, AuditLog audit, GatewayFiles files, IOptions<CutoverOptions> options) : IHostedLifecycleService
{
    private const string Who = "features.json";

    /// <summary>Once the database is open.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (files.Features.Substituted.Count > 0)
            return; // nobody knows what it says

        using var mine = await turn.TakeAsync(cancellationToken);
        if (audit.LatestByRoute() is not { } latest)
            return; // it cannot be read; its writer says why

        var now = state.Current;
        var isFirstStart = !latest.Values.Any(entry => entry.Route == FeatureFlag.LegacyOnly || StageNames.TryParse(entry.After, out _));
        await swap.AuditAsync(
            Audited(latest, now),
            now,
            Who,
            isFirstStart ? "found so at the first start" : "the file was edited while the gateway was down");
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private CutoverSnapshot Audited(IReadOnlyDictionary<string, AuditEntry> latest, CutoverSnapshot now) => new(
        now.Stages.Keys.Union(latest.Keys.Where(route => StageOf(route, latest) != Stage.Legacy)) // a flag may be gone since
            .ToFrozenDictionary(route => route, route => StageOf(route, latest), StringComparer.Ordinal),
        options.Value.LegacyFlaskProxy ? now.LegacyOnly : latest.GetValueOrDefault(FeatureFlag.LegacyOnly)?.After == "on", // an argument is no edit
        legacy: null);

    private static Stage StageOf(string route, IReadOnlyDictionary<string, AuditEntry> latest) =>
        StageNames.TryParse(latest.GetValueOrDefault(route)?.After, out var stage) ? stage : Stage.Legacy;
}
