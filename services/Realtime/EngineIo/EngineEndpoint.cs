using System.Net;
using Microsoft.AspNetCore.Http;
using Strangler.Services.Realtime.WebSockets;

namespace Strangler.Services.Realtime.EngineIo;

/// <summary>
/// Takes the requests of Engine.IO: checks them in legacy's order and with its texts (contract 9.1, 9.2), and hands them to their transport.
/// Waits for none of them, so that an open socket keeps nothing of this.
/// </summary>
internal sealed class EngineEndpoint(EngineSessions sessions)
{
    private readonly PollingTransport _polling = new(sessions.Options);

    public Task HandleAsync(HttpContext context)
    {
        var request = EngineRequest.Of(context.Request, sessions.Options);
        if (RefusalOf(request) is { } refusal)
            return refusal.SendAsync(context);

        EngineCors.Apply(context, request.Origin);
        return !request.HasValidIndex ? EngineAnswer.InvalidIndex.SendAsync(context)
            : HttpMethods.IsGet(context.Request.Method) ? GetAsync(context, request)
            : HttpMethods.IsPost(context.Request.Method) ? PostAsync(context, request)
            : HttpMethods.IsOptions(context.Request.Method) ? EngineAnswer.Ok("OK").SendAsync(context)
            : (sessions.Options.TellsMethods ? EngineAnswer.MethodNotFound : EngineAnswer.InvalidMethod).SendAsync(context);
    }

    private EngineAnswer? RefusalOf(EngineRequest request) =>
        request.Origin.Length > 0 && sessions.Options.Origins?.Contains(request.Origin) == false ? EngineAnswer.NotAcceptedOrigin
        : request.Refusal;

    private Task GetAsync(HttpContext context, EngineRequest request)
    {
        var isSocket = request.Transport == EngineRequest.WebSocket;
        var address = AddressOf(context);
        if (isSocket && Handshake.FaultOf(context) is not null)
            return EngineAnswer.InvalidUpgrade.SendAsync(context);
        if (request.Sid.Length == 0)
            return OpenAsync(context, request, address, isSocket);
        if (sessions.Find(request.Sid, address) is { } session && (isSocket || session.IsPolling))
            return isSocket ? WebSocketTransport.RunAsync(context, session, sessions, isUpgrade: true) : _polling.PollAsync(context, session, request.Index);
        return EngineAnswer.InvalidSession.SendAsync(context);
    }

    private Task OpenAsync(HttpContext context, EngineRequest request, IPAddress address, bool isSocket)
    {
        if (sessions.Open(address, out var isOfAddress) is not { } session)
            return (isOfAddress ? EngineAnswer.TooManySessionsOfAddress : EngineAnswer.TooManySessions).SendAsync(context);

        session.Send(EngineMessage.Open(session.Sid, upgrades: !isSocket, sessions.Options));
        return isSocket ? WebSocketTransport.RunAsync(context, session, sessions, isUpgrade: false) : _polling.PollAsync(context, session, request.Index);
    }

    private Task PostAsync(HttpContext context, EngineRequest request) =>
        sessions.Find(request.Sid, AddressOf(context)) is { IsPolling: true } session
            ? _polling.PostAsync(context, session)
            : EngineAnswer.InvalidSession.SendAsync(context);

    private static IPAddress AddressOf(HttpContext context) => context.Connection.RemoteIpAddress ?? IPAddress.None;
}
