using System.Buffers;
using System.Buffers.Text;

namespace Strangler.Services.Realtime.EngineIo;

/// <summary>Several packets in the body of one poll or one POST: joined by U+001E, binary ones as <c>b</c> and base64.</summary>
public static class EnginePayload
{
    private const byte Separator = 0x1E;
    private const byte Base64Mark = (byte)'b';

    /// <summary>Reads all packets; false when any of them is none, and nothing of the payload counts then.</summary>
    /// <param name="payload">The body.</param>
    /// <param name="packets">Those read.</param>
    /// <param name="most">More packets than this are none either: a small body must not become a long list.</param>
    public static bool TryRead(ReadOnlyMemory<byte> payload, List<EnginePacket> packets, int most = int.MaxValue)
    {
        while (true)
        {
            var end = payload.Span.IndexOf(Separator);
            if (packets.Count == most || !TryReadOne(end < 0 ? payload : payload[..end], out var packet))
                return false;
            packets.Add(packet);
            if (end < 0)
                return true;
            payload = payload[(end + 1)..];
        }
    }

    /// <summary>Writes one more packet.</summary>
    /// <param name="output">The body.</param>
    /// <param name="packet">As <see cref="EnginePacket.Write"/> writes it.</param>
    /// <param name="isBinary">Whether it is binary.</param>
    /// <param name="isFirst">Whether nothing stands before it.</param>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> packet, bool isBinary, bool isFirst)
    {
        if (!isFirst)
            output.Write([Separator]);
        if (!isBinary)
        {
            output.Write(packet);
            return;
        }

        output.Write([Base64Mark]);
        var text = output.GetSpan(Base64.GetMaxEncodedToUtf8Length(packet.Length));
        Base64.EncodeToUtf8(packet, text, out _, out var written);
        output.Advance(written);
    }

    /// <summary>How many bytes a packet takes in a body, the separator included.</summary>
    public static int LengthOf(ReadOnlySpan<byte> packet, bool isBinary) => 1 + (isBinary ? 1 + Base64.GetMaxEncodedToUtf8Length(packet.Length) : packet.Length);

    private static bool TryReadOne(ReadOnlyMemory<byte> text, out EnginePacket packet)
    {
        if (text.IsEmpty || text.Span[0] != Base64Mark)
            return EnginePacket.TryRead(text, out packet);
        packet = default;
        var encoded = text.Span[1..];
        var data = new byte[Base64.GetMaxDecodedFromUtf8Length(encoded.Length)];
        if (Base64.DecodeFromUtf8(encoded, data, out _, out var length) != OperationStatus.Done)
            return false;
        packet = new EnginePacket(EnginePacketType.Message, data.AsMemory(0, length), IsBinary: true);
        return true;
    }
}
