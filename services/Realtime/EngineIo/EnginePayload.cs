using System.Buffers;
using System.Buffers.Text;

namespace Strangler.Services.Realtime.EngineIo;

/// <summary>Several packets in the body of one poll or one POST: joined by U+001E, binary ones as <c>b</c> and base64.</summary>
public static class EnginePayload
{
    private const byte Separator = 0x1E;
    private const byte Base64Mark = (byte)'b';

    /// <summary>
    /// Reads the packets one by one, each when it is asked for: a small body must not become a long list. Null stands for what is no packet; nothing of
    /// the payload counts then.
    /// </summary>
    public static IEnumerable<EnginePacket?> Read(ReadOnlyMemory<byte> payload)
    {
        while (payload.Span.IndexOf(Separator) is >= 0 and var end)
        {
            yield return ReadOne(payload[..end]);
            payload = payload[(end + 1)..];
        }

        yield return ReadOne(payload);
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

    private static EnginePacket? ReadOne(ReadOnlyMemory<byte> text)
    {
        if (text.IsEmpty || text.Span[0] != Base64Mark)
            return EnginePacket.TryRead(text, out var packet) ? packet : null;
        var encoded = text.Span[1..];
        var data = new byte[Base64.GetMaxDecodedFromUtf8Length(encoded.Length)];
        return Base64.DecodeFromUtf8(encoded, data, out _, out var length) == OperationStatus.Done
            ? new EnginePacket(EnginePacketType.Message, data.AsMemory(0, length), IsBinary: true)
            : null;
    }
}
