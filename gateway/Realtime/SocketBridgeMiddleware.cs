using Microsoft.AspNetCore.Http.Features;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Services.Backups.Jobs;

namespace Strangler.Gateway.Realtime;

/// <summary>
/// Puts a <see cref="BridgedSocket"/> into the proxied WebSockets of Socket.IO that open while modern may run jobs. Compression is then not
/// offered to legacy, so that what the client sends can be read.
/// </summary>
internal sealed class SocketBridgeMiddleware(RequestDelegate next, CutoverState state, IJobDirectory jobs, OpenSockets sockets, StatusAnswers answers)
{
    public Task InvokeAsync(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade && IsNeeded() && IsDirect(context)
            ? BridgeAsync(context, upgrade)
            : next(context);

    private bool IsNeeded() =>
        state.Current is { LegacyOnly: false } snapshot && (snapshot.StageOf("start_backup") != Stage.Legacy || jobs.HasLive);

    // A socket that takes over from polling has connected before, unseen.
    private static bool IsDirect(HttpContext context) =>
        context.Features.Get<ICutoverFeature>()?.Route == "realtime" && !context.Request.Query.ContainsKey("sid");

    private async Task BridgeAsync(HttpContext context, IHttpUpgradeFeature upgrade)
    {
        using var bridged = new BridgedUpgrade(upgrade, sockets, answers);
        context.Features.Set<IHttpUpgradeFeature>(bridged);
        context.Request.Headers.Remove("Sec-WebSocket-Extensions");
        await next(context);
    }

    private sealed class BridgedUpgrade(IHttpUpgradeFeature upgrade, OpenSockets sockets, StatusAnswers answers) : IHttpUpgradeFeature, IDisposable
    {
        private BridgedSocket? _socket;

        public bool IsUpgradableRequest => upgrade.IsUpgradableRequest;

        public async Task<Stream> UpgradeAsync()
        {
            _socket = new BridgedSocket(await upgrade.UpgradeAsync(), answers.To);
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
