using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Routing;
using Strangler.Services.Flask;
using Strangler.Services.Realtime.EngineIo;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Realtime;

/// <summary>
/// A session of Socket.IO belongs to the side that issued its sid, over polling, upgrade and WebSocket, whatever the flag says; a handshake
/// goes where the flag says. At <c>complete</c>, and after a nudge, legacy's sids are unknown to modern: the page connects anew.
/// </summary>
internal sealed class SessionOwnership : IRequestOwner
{
    private volatile bool _isLegacyOver;

    public Side? OwnerOf(HttpRequest request, Endpoint modern, Stage stage)
    {
        if (!FlaskRoutes.IsEngine(request.Path) || modern.Metadata.GetMetadata<RouteName>()?.Value != RouteNames.Realtime)
            return null;

        if (stage < Stage.Live)
            _isLegacyOver = false; // Legacy issues sids again, which are as good as any.
        if (QueryArgument.First(request, "sid") is not { } sid)
            return null;
        if (EngineSid.IsModern(sid))
            return Side.Modern;
        return stage == Stage.Complete || _isLegacyOver ? null : Side.Legacy;
    }

    /// <summary>Ends the sessions that legacy serves by polling: their next request is told that the session is unknown.</summary>
    public void EndLegacys() => _isLegacyOver = true;
}
