namespace Strangler.Services.Realtime.SocketIo;

/// <summary>A packet whose attachments have not all come.</summary>
internal sealed class PartialPacket(SocketPacket packet, SocketOptions options)
{
    private readonly List<ReadOnlyMemory<byte>> _attachments = [];
    private int _bytes;

    /// <summary>The packet; its data is a copy, since the message that brought it is gone.</summary>
    public SocketPacket Packet { get; } = packet with { Data = packet.Data.ToArray() };

    public bool IsWhole => _attachments.Count == Packet.Attachments;

    public SocketArguments Arguments => new(Packet.Data, _attachments);

    /// <summary>Takes the next attachment; false when they are too large.</summary>
    public bool TryAdd(ReadOnlyMemory<byte> attachment)
    {
        _bytes += attachment.Length;
        if (_bytes > options.MaxAttachmentBytes)
            return false;
        _attachments.Add(attachment.ToArray());
        return true;
    }
}
