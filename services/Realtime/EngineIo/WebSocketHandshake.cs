using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Strangler.Services.Realtime.EngineIo;

/// <summary>
/// The opening handshake of RFC 6455. ASP.NET Core's own would put its WebSocket around the connection, which does not ask for masks and,
/// disposed after a fault, resets the connection together with the close frame that tells the fault.
/// </summary>
internal static class WebSocketHandshake
{
    private const string Version = "13";
    private const int KeyBytes = 16;

    private static readonly WebSocketCreationOptions Server = new() { IsServer = true, KeepAliveInterval = Timeout.InfiniteTimeSpan };

    private static ReadOnlySpan<byte> Guid => "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"u8;

    /// <summary>Whether a request asks for a WebSocket that can be opened.</summary>
    public static bool IsAsked(HttpContext context)
    {
        var headers = context.Request.Headers;
        return context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
            && headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase)
            && headers.SecWebSocketVersion == Version
            && Base64.IsValid(headers.SecWebSocketKey.ToString(), out var length) && length == KeyBytes;
    }

    /// <summary>Answers with the 101; compression is not taken up.</summary>
    /// <returns>The socket, and the client's frames on their way to it.</returns>
    public static async Task<(WebSocket Socket, MaskedFrames Frames)> AcceptAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.Upgrade = "websocket";
        headers.SecWebSocketAccept = AcceptFor(context.Request.Headers.SecWebSocketKey.ToString());
        var frames = new MaskedFrames(await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync());
        return (WebSocket.CreateFromStream(frames, Server), frames);
    }

    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 wants SHA-1 here; it protects nothing.")]
    private static string AcceptFor(string key) => Convert.ToBase64String(SHA1.HashData([.. Encoding.ASCII.GetBytes(key), .. Guid]));
}
