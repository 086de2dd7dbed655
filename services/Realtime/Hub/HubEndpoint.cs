using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Strangler.Services.Realtime.WebSockets;

namespace Strangler.Services.Realtime.Hub;

/// <summary>Lets clients in, or refuses them before the upgrade with a text, and serves each until it leaves.</summary>
internal sealed class HubEndpoint(HubSeats seats, HubSockets sockets, HubRequests requests, AcceptedOrigins origins, IOptions<HubOptions> options, TimeProvider time, ILogger<HubEndpoint> logger)
{
    /// <summary>No compression, which holds two buffers for each client, and no timer: the hub pings by itself.</summary>
    private static readonly WebSocketCreationOptions Plain = new() { IsServer = true, KeepAliveInterval = Timeout.InfiniteTimeSpan };

    public Task HandleAsync(HttpContext context)
    {
        if (Handshake.FaultOf(context) is { } fault)
            return RefuseAsync(context, fault);

        if (!origins.Accept(context.Request))
            return RefuseAsync(context, StatusCodes.Status403Forbidden, "Not an accepted origin.");

        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (sockets.IsStopping)
            return RefuseForNowAsync(context, StatusCodes.Status503ServiceUnavailable, "The server is stopping.");
        return seats.TryTake(address) switch
        {
            null => OpenAsync(context, address),
            StatusCodes.Status429TooManyRequests => RefuseForNowAsync(context, StatusCodes.Status429TooManyRequests, "Too many sockets from this address."),
            { } refused => RefuseForNowAsync(context, refused, "Too many sockets."),
        };
    }

    private async Task OpenAsync(HttpContext context, IPAddress address)
    {
        IOpenedSocket connection;
        try
        {
            connection = await Handshake.AcceptAsync(context);
        }
        catch
        {
            seats.Leave(address);
            throw;
        }

        await connection.ServeAsync(() => ServeAsync(connection, address));
    }

    private async Task ServeAsync(IOpenedSocket connection, IPAddress address)
    {
        using var stream = new PingableStream(connection, time);
        var socket = new HubSocket(WebSocket.CreateFromStream(stream, Plain), stream, options.Value, time, connection.Abort);
        try
        {
            var client = new HubClient(socket, requests, options.Value, time, logger);
            await client.WelcomeAsync();
            sockets.Add(socket);
            await socket.RunAsync(client.Handle);
        }
        finally
        {
            sockets.Remove(socket);
            seats.Leave(address);
        }
    }

    /// <summary>RFC 6455 4.2.1, 4.2.2, RFC 9110 15.5.22.</summary>
    private static Task RefuseAsync(HttpContext context, HandshakeFault fault)
    {
        if (fault == HandshakeFault.NoKey)
            return RefuseAsync(context, StatusCodes.Status400BadRequest, "Sec-WebSocket-Key is not 16 bytes in base64.");
        context.Response.Headers.Upgrade = "websocket";
        if (fault == HandshakeFault.OtherVersion)
            context.Response.Headers.SecWebSocketVersion = Handshake.Version;
        return RefuseAsync(context, StatusCodes.Status426UpgradeRequired, "This is a WebSocket (RFC 6455, HTTP/1.1).");
    }

    private static Task RefuseForNowAsync(HttpContext context, int status, string text)
    {
        context.Response.Headers.RetryAfter = "5";
        return RefuseAsync(context, status, text);
    }

    private static Task RefuseAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text + "\n", context.RequestAborted);
    }
}
