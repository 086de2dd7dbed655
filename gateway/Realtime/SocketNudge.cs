using Strangler.Contract;
using Strangler.Contract.Management;
using Strangler.Gateway.Audit;
using Strangler.Gateway.Cutover;
using Strangler.Services.Realtime.Hub;
using Strangler.Services.Realtime.Pages;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Realtime;

/// <summary>
/// Has the pages that the other side still serves connect anew, to the side that the flag names: a flip leaves open sockets where they
/// are. At canary every page connects anew, each to its own side. The close is one after which clients come back by themselves.
/// </summary>
internal sealed class SocketNudge(CutoverState state, OpenSockets legacys, PollingSessions pollings, SessionOwnership sessions, LegacyFarewells farewells, IPageSockets pages, IHubSockets hub, AuditLog audit, TimeProvider time)
{
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public async Task<NudgeResponse> NudgeAsync(string who, string why)
    {
        var snapshot = state.Current;
        var closed = (snapshot.Serves(Side.Legacy, RouteNames.Realtime), snapshot.Serves(Side.Modern, RouteNames.Realtime)) switch
        {
            (true, true) => legacys.CloseAll() + pollings.EndAll() + CloseModerns(), // polling sessions that were not seen go on: new ones must not end with them
            (false, _) => CloseLegacys(),
            _ => CloseModerns(),
        };
        var stage = snapshot.RouteStageOf(RouteNames.Realtime).ToString();
        var warning = await audit.AppendAsync(new AuditEntry(0, time.GetUtcNow(), who, $"{why} [nudged: {closed} connections]", RouteNames.Realtime, stage, stage));
        return new NudgeResponse(closed, warning);
    }

    /// <summary>Closes every connection of a page, whoever serves it, and waits a little for their ends: neither a client nor legacy need answer.</summary>
    public async Task CloseAllAsync(CancellationToken cancellationToken)
    {
        CloseLegacys();
        CloseModerns();
        for (var waited = TimeSpan.Zero; waited < Goodbye && legacys.Count + pages.Connected + hub.Count + farewells.UnderWay > 0 && !cancellationToken.IsCancellationRequested; waited += Look)
            await Task.Delay(Look, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private int CloseLegacys()
    {
        sessions.EndLegacys();
        return legacys.CloseAll() + pollings.EndAll();
    }

    private int CloseModerns()
    {
        var open = pages.Connected + hub.Count;
        _ = pages.CloseAllAsync(CancellationToken.None); // Their ends are waited for by nobody.
        hub.Drain();
        return open;
    }
}
