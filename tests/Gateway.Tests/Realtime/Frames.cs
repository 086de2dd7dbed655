using System.Text;
using Strangler.Gateway.Realtime;

namespace Strangler.Gateway.Tests.Realtime;

/// <summary>WebSocket frames as a server and as a client sends them (RFC 6455 5.2).</summary>
internal static class Frames
{
    private static readonly byte[] Key = [0x37, 0xfa, 0x21, 0x3d];

    public static byte[] Server(string text) => FrameHeader.Text(Encoding.UTF8.GetBytes(text));

    /// <summary>The same with another first byte: no FIN, compressed, another opcode.</summary>
    public static byte[] Server(byte first, string text) => [first, .. Server(text)[1..]];

    public static byte[] Client(string text, byte first = FrameHeader.WholeText)
    {
        var frame = Server(first, text);
        var size = frame.Length - Encoding.UTF8.GetByteCount(text);
        frame[1] |= 0x80;
        return [.. frame[..size], .. Key, .. frame[size..].Select((b, i) => (byte)(b ^ Key[i % 4]))];
    }
}
