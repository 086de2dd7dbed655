namespace Strangler.Services.Realtime.SocketIo;

/// <summary>Bounds of a connection, and what a client may depend on although the specification has it otherwise.</summary>
internal sealed record SocketOptions
{
    /// <summary>How long a session may last without asking for any namespace.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Attachments of one packet.</summary>
    public int MaxAttachments { get; init; } = 10;

    /// <summary>Bytes of all attachments of one packet together.</summary>
    public int MaxAttachmentBytes { get; init; } = 1024 * 1024;

    /// <summary>Whether a packet that is none, or out of place, ends the session, as the specification wants; legacy passes over it (contract 9.1).</summary>
    public bool IsStrict { get; init; }
}
