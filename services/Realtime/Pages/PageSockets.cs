using Strangler.Services.Realtime.EngineIo;

namespace Strangler.Services.Realtime.Pages;

/// <summary>The pages' sessions, as their host sees them.</summary>
internal sealed class PageSockets(EngineSessions sessions, PageApplication application) : IPageSockets
{
    public int Connected => application.Connected;

    public Task CloseAllAsync(CancellationToken cancellationToken) => sessions.CloseAllAsync(cancellationToken);
}
