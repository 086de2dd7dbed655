using System.Net.WebSockets;

namespace Strangler.Services.Realtime.Hub;

/// <summary>Codes of the registry of RFC 6455 7.4 that .NET has no name for.</summary>
internal static class CloseCodes
{
    /// <summary>The server, or this service of it, starts anew: connect again.</summary>
    public const WebSocketCloseStatus ServiceRestart = (WebSocketCloseStatus)1012;

    /// <summary>The client takes less than is sent: connect again, later.</summary>
    public const WebSocketCloseStatus TooSlow = (WebSocketCloseStatus)1013;
}
