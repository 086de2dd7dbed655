using System.Net;
using Strangler.Services.Realtime.EngineIo;

namespace Strangler.Services.Realtime.SocketIo;

/// <summary>A client in one namespace.</summary>
internal sealed class SocketClient(EngineSession session, string space)
{
    /// <summary>Starts with a slash; the main one is <c>/</c>.</summary>
    public string Namespace => space;

    /// <summary>Its id there, another than the session's.</summary>
    public string Sid { get; } = EngineSid.New();

    public IPAddress Address => session.Address;

    /// <summary>Sends messages of <see cref="SocketMessage"/>; never waits.</summary>
    public void Send(params ReadOnlySpan<EngineMessage> messages) => session.Send(messages);
}
