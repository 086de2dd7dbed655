using Strangler.Gateway.Audit;
using Strangler.Gateway.Configuration;

namespace Strangler.Gateway.Cutover;

/// <summary>
/// Audits at the start where the flags are not as the audit last left them: somebody edited <c>features.json</c>, rolled back offline or put another
/// file in its place while no gateway ran, or a rollback could not be written. A route of which the audit knows nothing has been at legacy, so that at the first start too the audit explains every other stage.
/// </summary>
internal sealed class EditsWhileDown(CutoverState state, CutoverSwap swap, CutoverTurn turn, AuditLog audit, AuditedStages stages, GatewayFiles files) : IHostedLifecycleService
{
    /// <summary>Once the database is open.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await AuditAsync(cancellationToken);
        }
        finally
        {
            stages.Started();
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task AuditAsync(CancellationToken cancellationToken)
    {
        if (files.Features.Substituted.Count > 0)
            return; // nobody knows what it says

        using var mine = await turn.TakeAsync(cancellationToken);
        if (audit.LatestByRoute(files.Features.File.Path) is not { } latest)
            return; // it cannot be read; its writer says why, and it is made good once it can

        await swap.AuditAsync(stages.Of(latest), state.Current, AuditedStages.Who, AuditedStages.WhyAtTheStart(latest.Values));
    }
}
