using System.Buffers;
using System.Buffers.Text;

namespace Strangler.Gateway.Realtime.Relay;

/// <summary>Binary data as polling has it, <c>b</c> and base64: so all that is said over either transport is packets of text.</summary>
internal static class BinaryPacket
{
    public const byte Mark = (byte)'b';

    public static byte[] Of(ReadOnlySpan<byte> data)
    {
        var packet = new byte[1 + Base64.GetMaxEncodedToUtf8Length(data.Length)];
        packet[0] = Mark;
        Base64.EncodeToUtf8(data, packet.AsSpan(1), out _, out _);
        return packet;
    }

    /// <summary>Null for what is none.</summary>
    public static byte[]? Read(ReadOnlySpan<byte> packet)
    {
        if (packet is not [Mark, .. var base64])
            return null;
        var data = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        return Base64.DecodeFromUtf8(base64, data, out _, out var length) == OperationStatus.Done ? data[..length] : null;
    }
}
