using Microsoft.AspNetCore.Http.Features;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Flask;
using Strangler.Services.Realtime.EngineIo;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Realtime;

/// <summary>
/// Puts a <see cref="BridgedSocket"/> into Socket.IO's WebSockets that legacy serves, and the <see cref="PollingBridge"/> before its polls. While modern
/// may run jobs, compression is not offered to legacy, so that what is said can be read.
/// </summary>
internal sealed class SocketBridgeMiddleware(
    RequestDelegate next, CutoverState state, IJobDirectory jobs, OpenSockets sockets, PollingSessions sessions, PollingBridge polling, StatusAnswers answers, SocketShadow shadow, LegacyFarewells farewells, TimeProvider time)
{
    /// <summary>Of a session's id; legacy's have 20.</summary>
    private const int MostCharacters = 64;

    public Task InvokeAsync(HttpContext context) =>
        !FlaskRoutes.IsEngine(context.Request.Path) || context.Features.Get<ICutoverFeature>() is not { Route: RouteNames.Realtime } decided ? next(context)
        : decided.ServedBy == Side.Modern ? ToModernAsync(context)
        : context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade ? BridgeAsync(context, upgrade)
        : state.Current.IsAllLegacy ? next(context)
        : polling.HandleAsync(context, next, IsRead());

    /// <summary>A page of legacy's that comes here is told to connect anew.</summary>
    private Task ToModernAsync(HttpContext context)
    {
        if (QueryArgument.First(context.Request, "sid") is { Length: > 0 and <= MostCharacters } sid && !EngineSid.IsModern(sid))
            farewells.Say(sid);
        return next(context);
    }

    private bool IsRead() =>
        state.Current is { IsAllLegacy: false } snapshot && (snapshot.StageOf("start_backup") != Stage.Legacy || jobs.HasLive || shadow.IsOn);

    private async Task BridgeAsync(HttpContext context, IHttpUpgradeFeature upgrade)
    {
        var sid = QueryArgument.First(context.Request, "sid");
        var session = sid is not null && sessions.TryGet(sid, out var known) && known.IsBridged ? known : null;
        var isRead = session is not null || IsRead();
        using var questions = isRead && shadow.IsOn ? shadow.Watch() : null;
        using var bridged = new BridgedUpgrade(upgrade, sockets, stream => new BridgedSocket(stream, isRead ? answers.To : null, context.Abort, time, questions, session));
        context.Features.Set<IHttpUpgradeFeature>(bridged);
        if (isRead)
            context.Request.Headers.Remove("Sec-WebSocket-Extensions");
        if (sid is not null)
            sessions.Carry(sid);
        try
        {
            await next(context);
        }
        finally
        {
            if (sid is not null)
                sessions.Leave(sid);
        }

        if (session is { IsTakenOver: true })
            sessions.Remove(sid!);
    }

    private sealed class BridgedUpgrade(IHttpUpgradeFeature upgrade, OpenSockets sockets, Func<Stream, BridgedSocket> bridge) : IHttpUpgradeFeature, IDisposable
    {
        private BridgedSocket? _socket;

        public bool IsUpgradableRequest => upgrade.IsUpgradableRequest;

        public async Task<Stream> UpgradeAsync()
        {
            _socket = bridge(await upgrade.UpgradeAsync());
            sockets.Add(_socket);
            return _socket;
        }

        public void Dispose()
        {
            if (_socket is null)
                return;
            sockets.Remove(_socket);
            _socket.Dispose();
        }
    }
}
