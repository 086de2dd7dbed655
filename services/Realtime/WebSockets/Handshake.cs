using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
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

    /// <summary>Whether the request opens one; never over HTTP/2.</summary>
    public static bool IsRequested(HttpContext context)
    {
        var headers = context.Request.Headers;
        return HttpMethods.IsGet(context.Request.Method)
            && context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
            && headers.Upgrade.Any(value => string.Equals(value, "websocket", StringComparison.OrdinalIgnoreCase))
            && headers.SecWebSocketVersion is ["13"]
            && headers.SecWebSocketKey is [{ } key] && IsKey(key);
    }

    /// <summary>Answers 101; from there on what the client sends, and what takes what it is sent.</summary>
    public static async Task<(PipeReader Client, Stream Server)> AcceptAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.Upgrade = "websocket";
        headers.Connection = "Upgrade";
        headers.SecWebSocketAccept = Accept(context.Request.Headers.SecWebSocketKey.ToString());
        var server = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        return (context.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport.Input, server);
    }

    private static bool IsKey(string key)
    {
        Span<byte> bytes = stackalloc byte[KeyLength + 2];
        return key.Length == 24 && Convert.TryFromBase64String(key, bytes, out var count) && count == KeyLength;
    }

    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 asks for SHA-1, and nothing is kept secret by it.")]
    private static string Accept(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
}
