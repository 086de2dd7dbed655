using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Strangler.Services.Realtime.WebSockets;

/// <summary>
/// The opening of a WebSocket (RFC 6455 4.2), without extensions and subprotocols. ASP.NET Core's own gives no hold of the connection, which
/// pings need, and resets it where the last word of an erring client's is a close code.
/// </summary>
internal static class Handshake
{
    private const int KeyLength = 16;

    /// <summary>The only one there is.</summary>
    public const string Version = "13";

    /// <summary>Why the request opens none; null when it does.</summary>
    public static HandshakeFault? FaultOf(HttpContext context)
    {
        var headers = context.Request.Headers;
        return !HttpMethods.IsGet(context.Request.Method)
            || context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true }
            || !headers.Upgrade.Any(value => string.Equals(value, "websocket", StringComparison.OrdinalIgnoreCase)) ? HandshakeFault.NotAsked
            : headers.SecWebSocketVersion is not [Version] ? HandshakeFault.OtherVersion
            : headers.SecWebSocketKey is not [{ } key] || !IsKey(key) ? HandshakeFault.NoKey
            : null;
    }

    /// <summary>Answers 101.</summary>
    public static async Task<IOpenedSocket> AcceptAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.Upgrade = "websocket";
        headers.Connection = "Upgrade";
        headers.SecWebSocketAccept = Accept(context.Request.Headers.SecWebSocketKey.ToString());
        var server = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        return context.Features.Get<SocketHandover>() is { } handover ? handover : new RequestSocket(context, server);
    }

    private static bool IsKey(string key)
    {
        Span<byte> bytes = stackalloc byte[KeyLength + 2];
        return key.Length == 24 && Convert.TryFromBase64String(key, bytes, out var count) && count == KeyLength;
    }

    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 asks for SHA-1, and nothing is kept secret by it.")]
    private static string Accept(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
}

/// <summary>What is wrong with a handshake.</summary>
internal enum HandshakeFault
{
    /// <summary>None is asked for; over HTTP/2 none can be.</summary>
    NotAsked,

    /// <summary>It is of another version of the protocol, or names none.</summary>
    OtherVersion,

    /// <summary>Its key is missing, or is not 16 bytes in base64.</summary>
    NoKey,
}
