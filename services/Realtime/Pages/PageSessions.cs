using Strangler.Services.Realtime.EngineIo;
using Strangler.Services.Realtime.SocketIo;

namespace Strangler.Services.Realtime.Pages;

/// <summary>Gives each session its Socket.IO.</summary>
internal sealed class PageSessions(ISocketApplication application, SocketOptions options, TimeProvider time) : IEngineApplication
{
    public IEngineConnection Open(EngineSession session) => new SocketConnection(session, application, options, time);
}
