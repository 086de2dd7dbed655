using System.Buffers;

namespace Strangler.Services.Realtime.EngineIo;

/// <summary>
/// A packet of the Engine.IO protocol, version 4. On a WebSocket a text packet is one text message, its type as a digit before its data;
/// a binary packet is one binary message and always a <see cref="EnginePacketType.Message"/>.
/// </summary>
/// <param name="Type">What it is for.</param>
/// <param name="Data">Text as UTF-8, or binary data; valid as long as what it was read from.</param>
/// <param name="IsBinary">Whether the data is binary.</param>
public readonly record struct EnginePacket(EnginePacketType Type, ReadOnlyMemory<byte> Data, bool IsBinary = false)
{
    /// <summary>Reads the text of one packet; false for what is none.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> text, out EnginePacket packet)
    {
        packet = default;
        if (text.IsEmpty || text.Span[0] is < (byte)'0' or > (byte)'6')
            return false;
        packet = new EnginePacket((EnginePacketType)(text.Span[0] - '0'), text[1..]);
        return true;
    }

    /// <summary>Writes a packet as one WebSocket message carries it.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        if (!IsBinary)
            output.Write([(byte)('0' + (int)Type)]);
        output.Write(Data.Span);
    }
}

/// <summary>The types of packets; the number is the one on the wire.</summary>
public enum EnginePacketType
{
    /// <summary>The server's first: sid, timings, possible upgrades as JSON.</summary>
    Open,

    /// <summary>The end of the session.</summary>
    Close,

    /// <summary>The server's heartbeat; with <c>probe</c> the client's trial of a new transport.</summary>
    Ping,

    /// <summary>The answer to a <see cref="Ping"/>.</summary>
    Pong,

    /// <summary>What the session is for.</summary>
    Message,

    /// <summary>The client goes over to the transport that carries this packet.</summary>
    Upgrade,

    /// <summary>Ends a poll that has nothing to say.</summary>
    Noop,
}
