namespace Strangler.Services.Realtime.EngineIo;

/// <summary>What takes a session's messages to its client: an open poll, or a WebSocket.</summary>
internal interface IEngineTransport
{
    /// <summary>Messages wait, or a poll is to end without any; never waits.</summary>
    void Wake();

    /// <summary>The session has ended. Completes when the client's connection knows, or has been given up.</summary>
    Task CloseAsync(EngineClose reason);
}
