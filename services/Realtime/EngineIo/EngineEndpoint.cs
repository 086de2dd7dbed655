using System.Net;
using Microsoft.AspNetCore.Http;
using Strangler.Services.Realtime.WebSockets;

namespace Strangler.Services.Realtime.EngineIo;

/// <summary>Takes the requests of Engine.IO: checks them in legacy's order and with its texts (contract 9.1, 9.2), and hands them to their transport.</summary>
internal sealed class EngineEndpoint(EngineSessions sessions)
{
    private readonly PollingTransport _polling = new(sessions.Options);

    public async Task HandleAsync(HttpContext context)
    {
        var request = EngineRequest.Of(context.Request, sessions.Options);
        if (RefusalOf(request) is { } refusal)
        {
            await refusal.SendAsync(context);
            return;
        }

        EngineCors.Apply(context, request.Origin);
        if (!request.HasValidIndex)
            await EngineAnswer.InvalidIndex.SendAsync(context);
        else if (HttpMethods.IsGet(context.Request.Method))
            await GetAsync(context, request);
        else if (HttpMethods.IsPost(context.Request.Method))
            await PostAsync(context, request);
        else if (HttpMethods.IsOptions(context.Request.Method))
            await EngineAnswer.Ok("OK").SendAsync(context);
        else
            await (sessions.Options.TellsMethods ? EngineAnswer.MethodNotFound : EngineAnswer.InvalidMethod).SendAsync(context);
    }

    private EngineAnswer? RefusalOf(EngineRequest request) =>
        request.Origin.Length > 0 && sessions.Options.Origins?.Contains(request.Origin) == false ? EngineAnswer.NotAcceptedOrigin
        : request.Refusal;

    private async Task GetAsync(HttpContext context, EngineRequest request)
    {
        var isSocket = request.Transport == EngineRequest.WebSocket;
        var address = AddressOf(context);
        if (isSocket && !Handshake.IsRequested(context))
            await EngineAnswer.InvalidUpgrade.SendAsync(context);
        else if (request.Sid.Length == 0 && sessions.Open(address) is var opened)
            await OpenAsync(context, request, opened, isSocket);
        else if (sessions.Find(request.Sid, address) is { } session && (isSocket || session.IsPolling))
            await (isSocket ? UpgradeAsync(context, session) : _polling.PollAsync(context, session, request.Index));
        else
            await EngineAnswer.InvalidSession.SendAsync(context);
    }

    private async Task OpenAsync(HttpContext context, EngineRequest request, EngineSession? session, bool isSocket)
    {
        if (session is null)
        {
            await EngineAnswer.TooManySessions.SendAsync(context);
            return;
        }

        session.Send(EngineMessage.Open(session.Sid, upgrades: !isSocket, sessions.Options));
        if (isSocket)
            await (await WebSocketTransport.AcceptAsync(context, session, sessions)).RunAsync();
        else
            await _polling.PollAsync(context, session, request.Index);
    }

    private async Task UpgradeAsync(HttpContext context, EngineSession session) =>
        await (await WebSocketTransport.AcceptAsync(context, session, sessions)).UpgradeAsync();

    private Task PostAsync(HttpContext context, EngineRequest request) =>
        sessions.Find(request.Sid, AddressOf(context)) is { IsPolling: true } session
            ? _polling.PostAsync(context, session)
            : EngineAnswer.InvalidSession.SendAsync(context);

    private static IPAddress AddressOf(HttpContext context) => context.Connection.RemoteIpAddress ?? IPAddress.None;
}
