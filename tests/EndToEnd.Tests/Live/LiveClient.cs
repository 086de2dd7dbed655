namespace Strangler.EndToEnd.Tests.Live;

/// <summary>What a page has its live channel from.</summary>
public enum LiveClient
{
    /// <summary>socket.io-client as today's page opens it: WebSocket only.</summary>
    SocketIo,

    /// <summary>socket.io-client as it is by default: it polls and upgrades.</summary>
    Upgrading,

    /// <summary>socket.io-client where no WebSocket passes.</summary>
    Polling,

    /// <summary><c>ws_adapter.js</c>, its script tag swapped for that of socket.io-client.</summary>
    Adapter,
}
