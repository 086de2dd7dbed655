namespace Strangler.Services.Realtime.EngineIo;

/// <summary>Why a session ends, which decides how its client hears of it.</summary>
internal enum EngineClose
{
    /// <summary>The client has said so.</summary>
    ByClient,

    /// <summary>The client's connection is gone.</summary>
    Gone,

    /// <summary>The client has left a ping unanswered.</summary>
    Silent,

    /// <summary>This server wants no sessions any more; the client may come back.</summary>
    GoingAway,

    /// <summary>The client does not keep to the protocol.</summary>
    Malformed,

    /// <summary>A message of the client's is larger than allowed.</summary>
    TooLarge,

    /// <summary>The client does not read what is sent: nothing reaches it, so its connection is cut.</summary>
    TooSlow,
}
