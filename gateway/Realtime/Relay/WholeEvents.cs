using Strangler.Services.Realtime.SocketIo;

namespace Strangler.Gateway.Realtime.Relay;

/// <summary>Reads the events in the packets of one direction; one with binary data is whole when its attachments have come.</summary>
internal sealed class WholeEvents
{
    private const int MostAttachments = 10;

    private readonly List<ReadOnlyMemory<byte>> _attachments = [];
    private byte[]? _waiting;
    private int _expected;

    /// <summary>The event that a packet is, or completes; null for none. Those of other namespaces than the main one are none.</summary>
    /// <param name="packet">As polling has it (<see cref="BinaryPacket"/>).</param>
    public SocketArguments? Take(ReadOnlyMemory<byte> packet) => packet.Span switch
    {
        [(byte)'4', ..] => Begin(packet[1..]),
        [BinaryPacket.Mark, ..] when _waiting is not null && BinaryPacket.Read(packet.Span) is { } data => Attach(_waiting, data),
        _ => null,
    };

    private SocketArguments? Begin(ReadOnlyMemory<byte> text)
    {
        _waiting = null;
        if (!SocketPacket.TryRead(text, out var packet) || packet.Namespace != SocketPacket.Main || packet.Type is not (SocketPacketType.Event or SocketPacketType.BinaryEvent))
            return null;
        if (packet.Attachments == 0)
            return new SocketArguments(packet.Data.ToArray());

        _attachments.Clear();
        (_waiting, _expected) = (packet.Attachments <= MostAttachments ? packet.Data.ToArray() : null, packet.Attachments);
        return null;
    }

    private SocketArguments? Attach(byte[] json, byte[] data)
    {
        _attachments.Add(data);
        if (_attachments.Count < _expected)
            return null;
        _waiting = null;
        return new SocketArguments(json, [.. _attachments]);
    }
}
