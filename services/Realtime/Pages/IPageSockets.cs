namespace Strangler.Services.Realtime.Pages;

/// <summary>The pages that are connected to this process over Socket.IO, for its host.</summary>
public interface IPageSockets
{
    /// <summary>Those connected, by whatever transport (contract 5, <c>active_websocket_connections</c>).</summary>
    int Connected { get; }

    /// <summary>
    /// Ends all sessions in such a way that the pages come back, to whoever serves them then: no packet of Socket.IO says goodbye, since after
    /// that a page stays away. New sessions are taken all the time.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting for the connections to end, not their ending.</param>
    Task CloseAllAsync(CancellationToken cancellationToken);
}
