using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Strangler.Services.Realtime.SocketIo;

/// <summary>
/// A packet of the Socket.IO protocol, version 5, without its attachments: they follow as binary messages of Engine.IO, each in the place of
/// its placeholder <c>{"_placeholder":true,"num":n}</c>.
/// </summary>
/// <param name="Type">What it is for.</param>
/// <param name="Data">JSON in UTF-8, of the kind that the type asks for; empty for none. Valid as long as what it was read from.</param>
/// <param name="Namespace">Starts with a slash; <c>/</c> is the main one.</param>
/// <param name="Id">Of the acknowledgement that is wanted, or given: a number of up to 100 digits, as legacy takes it.</param>
/// <param name="Attachments">How many follow.</param>
public readonly record struct SocketPacket(SocketPacketType Type, ReadOnlyMemory<byte> Data = default, string Namespace = SocketPacket.Main, BigInteger? Id = null, int Attachments = 0)
{
    /// <summary>The main namespace, which is not written.</summary>
    public const string Main = "/";

    private const int MostDigits = 100;
    private const int DigitsOfLong = 18;

    /// <summary>Whether the type is one with attachments.</summary>
    public bool IsBinary => Type is SocketPacketType.BinaryEvent or SocketPacketType.BinaryAck;

    /// <summary>Reads the data of an Engine.IO message; false for what is no packet, its JSON and the kind of it included.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> text, out SocketPacket packet)
    {
        packet = default;
        var bytes = text.Span;
        if (bytes.IsEmpty || bytes[0] is < (byte)'0' or > (byte)'6')
            return false;
        var type = (SocketPacketType)(bytes[0] - '0');
        var at = 1;
        var isBinary = type is SocketPacketType.BinaryEvent or SocketPacketType.BinaryAck;
        var attachments = 0;
        if (isBinary && !TryReadAttachments(bytes, ref at, out attachments))
            return false;
        if (!isBinary)
            SkipAttachments(bytes, ref at);
        var space = ReadNamespace(bytes, ref at);
        if (!TryReadId(bytes, ref at, out var id) || !SocketData.IsValid(type, bytes[at..]))
            return false;
        packet = new SocketPacket(type, text[at..], space, id, attachments);
        return true;
    }

    /// <summary>Writes a packet as the data of an Engine.IO message.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        output.Write([(byte)('0' + (int)Type)]);
        if (IsBinary)
        {
            WriteNumber(output, Attachments);
            output.Write("-"u8);
        }

        if (Namespace != Main)
        {
            output.Write(Encoding.UTF8.GetBytes(Namespace));
            output.Write(","u8);
        }

        if (Id is { } id)
            WriteNumber(output, id);
        output.Write(Data.Span);
    }

    private static bool TryReadAttachments(ReadOnlySpan<byte> bytes, ref int at, out int attachments)
    {
        if (!Utf8Parser.TryParse(bytes[at..], out attachments, out var digits) || attachments < 0 || bytes[at] is (byte)'+' or (byte)'-')
            return false;
        at += digits;
        return at < bytes.Length && bytes[at++] == '-';
    }

    /// <summary>Legacy passes over such a number where none belongs.</summary>
    private static void SkipAttachments(ReadOnlySpan<byte> bytes, ref int at)
    {
        var digits = bytes[at..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits > 0 && bytes[at + digits] == '-')
            at += digits + 1;
    }

    /// <summary>Without a query, as legacy reads it.</summary>
    private static string ReadNamespace(ReadOnlySpan<byte> bytes, ref int at)
    {
        if (at == bytes.Length || bytes[at] != '/')
            return Main;
        var rest = bytes[at..];
        var end = rest.IndexOf((byte)',');
        at = end < 0 ? bytes.Length : at + end + 1;
        var space = end < 0 ? rest : rest[..end];
        var query = space.IndexOf((byte)'?');
        return Encoding.UTF8.GetString(query < 0 ? space : space[..query]);
    }

    private static bool TryReadId(ReadOnlySpan<byte> bytes, ref int at, out BigInteger? id)
    {
        id = null;
        var digits = bytes[at..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') is >= 0 and var end ? end : bytes.Length - at;
        if (digits > MostDigits)
            return false;
        if (digits > 0)
            id = Number(bytes.Slice(at, digits));
        at += digits;
        return true;
    }

    private static BigInteger Number(ReadOnlySpan<byte> digits) =>
        digits.Length <= DigitsOfLong && Utf8Parser.TryParse(digits, out long number, out _)
            ? number
            : BigInteger.Parse(Encoding.ASCII.GetString(digits), NumberStyles.None, CultureInfo.InvariantCulture);

    private static void WriteNumber(IBufferWriter<byte> output, BigInteger number)
    {
        var room = output.GetSpan(MostDigits);
        int written;
        if (number <= long.MaxValue)
            Utf8Formatter.TryFormat((long)number, room, out written);
        else
            written = Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture), room);
        output.Advance(written);
    }
}

/// <summary>The types of packets; the number is the one on the wire.</summary>
public enum SocketPacketType
{
    /// <summary>A client wants into a namespace; the server lets it in.</summary>
    Connect,

    /// <summary>One side leaves a namespace, for good: after a server's, clients stay away.</summary>
    Disconnect,

    /// <summary>A name and arguments.</summary>
    Event,

    /// <summary>The answer to an event that asked for one.</summary>
    Ack,

    /// <summary>The server does not let a client in.</summary>
    ConnectError,

    /// <summary>An event with attachments.</summary>
    BinaryEvent,

    /// <summary>An answer with attachments.</summary>
    BinaryAck,
}
