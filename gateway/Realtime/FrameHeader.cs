using System.Buffers.Binary;
using Strangler.Gateway.Realtime.Relay;

namespace Strangler.Gateway.Realtime;

/// <summary>The head of a WebSocket frame (RFC 6455 5.2).</summary>
/// <param name="First">FIN, the three reserved bits and the opcode.</param>
/// <param name="IsMasked">True for what a client sends; the key is the head's last four bytes.</param>
/// <param name="Length">Bytes of the payload.</param>
/// <param name="Size">Bytes of the head.</param>
internal readonly record struct FrameHeader(byte First, bool IsMasked, ulong Length, int Size)
{
    public const int LongestSize = 14;
    public const byte WholeText = 0x81;
    public const byte WholeBinary = 0x82;

    private const byte Final = 0x80;

    /// <summary>A server's close frame with the code 1012 (service restart), after which clients connect anew.</summary>
    public static readonly byte[] ServiceRestart = [0x88, 2, 1012 >> 8, 1012 & 0xff];

    public bool IsFinal => (First & Final) != 0;

    /// <summary>A whole text message in one frame, uncompressed.</summary>
    public bool IsWholeText => First == WholeText;

    /// <summary>The same of binary data.</summary>
    public bool IsWholeBinary => First == WholeBinary;

    /// <summary>Control frames may stand between the frames of one message (RFC 6455 5.4).</summary>
    public bool IsControl => (First & 0x08) != 0;

    /// <summary>False while <paramref name="bytes"/> do not hold the whole head.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out FrameHeader header)
    {
        header = default;
        if (bytes.Length < 2)
            return false;

        var isMasked = (bytes[1] & 0x80) != 0;
        var length = bytes[1] & 0x7f;
        var lengthSize = length switch { 126 => 2, 127 => 8, _ => 0 };
        var size = 2 + lengthSize + (isMasked ? 4 : 0);
        if (bytes.Length < size)
            return false;

        header = new FrameHeader(bytes[0], isMasked, lengthSize switch
        {
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            8 => BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]),
            _ => (ulong)length,
        }, size);
        return true;
    }

    /// <summary>A server's frame with a packet as polling has it.</summary>
    public static byte[] Packet(byte[] packet) => BinaryPacket.Read(packet) is { } data ? Whole(WholeBinary, data) : Text(packet);

    /// <summary>A server's frame with a whole text message.</summary>
    public static byte[] Text(ReadOnlySpan<byte> payload) => Whole(WholeText, payload);

    private static byte[] Whole(byte first, ReadOnlySpan<byte> payload)
    {
        var lengthSize = payload.Length switch { < 126 => 0, <= ushort.MaxValue => 2, _ => 8 };
        var frame = new byte[2 + lengthSize + payload.Length];
        frame[0] = first;
        frame[1] = lengthSize switch { 0 => (byte)payload.Length, 2 => 126, _ => 127 };
        if (lengthSize == 2)
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        if (lengthSize == 8)
            BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)payload.Length);
        payload.CopyTo(frame.AsSpan(2 + lengthSize));
        return frame;
    }
}
