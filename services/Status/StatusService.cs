using Microsoft.AspNetCore.Http;
using Strangler.Services.BackupServer;
using Strangler.Services.Wire;

namespace Strangler.Services.Status;

/// <summary>Answers the general status. With a fresh probe it neither waits nor allocates.</summary>
internal sealed class StatusService(BackupServerState state)
{
    private volatile RenderedStatus _rendered = new(state.Current.Status);

    public Task SendAsync(HttpContext context) =>
        state.Current.Reachability.TryGetFresh(out var reachable)
            ? AnswerFor(reachable).SendAsync(context)
            : ProbeAndSendAsync(context);

    private async Task ProbeAndSendAsync(HttpContext context) =>
        await AnswerFor(await state.Current.Reachability.GetAsync()).SendAsync(context);

    private Answer AnswerFor(bool reachable)
    {
        // Reachable connects by itself, so "connected" (reachable and established) is the same as reachable (Q17).
        if (reachable)
            state.Establish();
        var status = state.Current.Status;
        var rendered = _rendered;
        if (!ReferenceEquals(rendered.Source, status))
            _rendered = rendered = new RenderedStatus(status);
        return rendered.For(reachable);
    }
}
