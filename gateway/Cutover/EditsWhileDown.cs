using Strangler.Gateway.Audit;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Handover;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Cutover;

/// <summary>
/// Audits at the start where the flags are not as the audit last left them: somebody edited <c>features.json</c>, rolled back offline or put another
/// file in its place while no gateway ran, or a rollback could not be written. A route of which the audit knows nothing has been at legacy, so that at the first start too the audit explains every other stage.
/// Where the database can be used only later, it is compared with the start all the same, and before anything that was changed since.
/// </summary>
internal sealed class EditsWhileDown(CutoverState state, CutoverSwap swap, AuditLog audit, AuditBacklog backlog, GatewayFiles files, Standby standby) : IHostedLifecycleService
{
    private bool _isSaid;

    /// <summary>Before anybody can change a stage.</summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var (start, file) = (state.Current, files.Features.File.Path);
        if (files.Features.Substituted.Count == 0 && !standby.IsTrue) // a gateway that takes another's place has not been down; else nobody knows what it says
            backlog.BeginWith(connection => Found(start, AuditTable.LatestByRoute(connection, file)));

        return Task.CompletedTask;
    }

    /// <summary>Once the database is open; what cannot be written yet waits.</summary>
    public Task StartedAsync(CancellationToken cancellationToken) => audit.AppendAllAsync([]);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IReadOnlyList<AuditEntry> Found(CutoverSnapshot start, IReadOnlyList<AuditEntry> latest)
    {
        var before = AuditedStages.Of(start, latest.ToDictionary(entry => entry.Route));
        if (!_isSaid) // a full disk may have it asked again
            swap.SayGone(before, start);

        _isSaid = true;
        return swap.Entries(before, start, ProgramNames.Features, AuditedStages.WhyAtTheStart(latest));
    }
}
