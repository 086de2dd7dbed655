namespace Strangler.Services.Realtime.EngineIo;

/// <summary>What the sessions are for.</summary>
internal interface IEngineApplication
{
    /// <summary>A client has opened a session.</summary>
    IEngineConnection Open(EngineSession session);
}

/// <summary>The application's side of one session. Its calls come one after the other, <see cref="Tick"/> and <see cref="Closed"/> excepted.</summary>
internal interface IEngineConnection
{
    /// <summary>Takes a message; the next one waits until it is done. <paramref name="data"/> is valid until then.</summary>
    ValueTask ReceiveAsync(ReadOnlyMemory<byte> data, bool isBinary, CancellationToken cancellationToken);

    /// <summary>Time has gone by. Comes from time to time while the session is open; never waits.</summary>
    void Tick();

    /// <summary>The session has ended. Comes once; never waits.</summary>
    void Closed();
}
