namespace Strangler.Services.Realtime.EngineIo;

/// <summary>Timings and bounds of the sessions (contract 9.1), and what a client may depend on although the specification has it otherwise.</summary>
internal sealed record EngineOptions
{
    /// <summary>As legacy has them.</summary>
    public static EngineOptions Legacy { get; } = new();

    /// <summary>From the connect, or the last answer to a ping, to the next ping.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a client may leave a ping unanswered.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a client may take from the probe to its upgrade, and to end a connection that we have closed.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of the largest body or message.</summary>
    public int MaxPayload { get; init; } = 1024 * 1024;

    /// <summary>Messages that may wait for a client.</summary>
    public int MaxQueuedMessages { get; init; } = 1024;

    /// <summary>Bytes that may wait for a client; a single message may be larger.</summary>
    public int MaxQueuedBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>From so many messages on, a client lags: of those with the same key only the newest waits.</summary>
    public int Lagging { get; init; } = 16;

    /// <summary>Sessions in all, also those that have not connected to anything.</summary>
    public int MaxSessions { get; init; } = int.MaxValue;

    /// <summary>Sessions of one address.</summary>
    public int MaxSessionsOfAddress { get; init; } = int.MaxValue;

    /// <summary>Origins of pages that may open a session, compared exactly; null for any. Who sends no origin is no page.</summary>
    public IReadOnlySet<string>? Origins { get; init; }

    /// <summary>The transport of a request that names none; null refuses it, as the specification wants.</summary>
    public string? DefaultTransport { get; init; } = "polling";

    /// <summary>What a POST is answered.</summary>
    public string PostAnswer { get; init; } = "OK";

    /// <summary>Whether methods other than GET, POST and OPTIONS get a 405, and not a 400.</summary>
    public bool TellsMethods { get; init; } = true;

    /// <summary>Whether the first packet after an upgrade is a noop.</summary>
    public bool SendsNoopAfterUpgrade { get; init; } = true;
}
