using Microsoft.AspNetCore.Http;
using Strangler.Services.Flask;

namespace Strangler.Services.BackupServer;

/// <summary>The general status as an answer (contract 5). With a fresh probe it neither waits nor allocates.</summary>
internal sealed class GeneralStatusAnswers(BackupServerState state)
{
    private volatile RenderedStatus _rendered = new(state.Current.Status);

    public Task SendAsync(HttpContext context) =>
        state.Current.Reachability.TryGetFresh(out var reachable)
            ? AnswerFor(Establish(reachable)).SendAsync(context)
            : ProbeAndSendAsync(context);

    /// <summary>Whether the backup server is connected. A reachable one counts as connected, so this is the same as reachable (Q17).</summary>
    public async ValueTask<bool> IsConnectedAsync()
    {
        var reachability = state.Current.Reachability;
        return Establish(reachability.TryGetFresh(out var reachable) ? reachable : await reachability.GetAsync());
    }

    private async Task ProbeAndSendAsync(HttpContext context) => await AnswerFor(await IsConnectedAsync()).SendAsync(context);

    private bool Establish(bool reachable)
    {
        if (reachable)
            state.Establish();
        return reachable;
    }

    private Answer AnswerFor(bool connected)
    {
        var status = state.Current.Status;
        var rendered = _rendered;
        if (!ReferenceEquals(rendered.Source, status))
            _rendered = rendered = new RenderedStatus(status);
        return rendered.For(connected);
    }
}
