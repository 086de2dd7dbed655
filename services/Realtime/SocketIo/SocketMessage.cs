using System.Buffers;
using System.Numerics;
using System.Text.Json;
using Strangler.Services.Realtime.EngineIo;

namespace Strangler.Services.Realtime.SocketIo;

/// <summary>Packets of Socket.IO as messages of Engine.IO.</summary>
internal static class SocketMessage
{
    /// <summary>An event with one argument, in the main namespace.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="argument">JSON.</param>
    /// <param name="key">See <see cref="EngineMessage"/>.</param>
    public static EngineMessage Event(string name, ReadOnlySpan<byte> argument, string? key = null) =>
        Of(new SocketPacket(SocketPacketType.Event, Json(name, argument)), key);

    /// <summary>The same with one attachment, if any, for which the argument has a placeholder.</summary>
    public static EngineMessage[] Event(string name, byte[] argument, ReadOnlyMemory<byte>? data) =>
        Event(SocketPacket.Main, Arguments(name, argument, data));

    /// <summary>What such an event says.</summary>
    public static SocketArguments Arguments(string name, byte[] argument, ReadOnlyMemory<byte>? data) => new(Json(name, argument), data is { } attachment ? [attachment] : []);

    /// <summary>A packet without attachments.</summary>
    public static EngineMessage Of(SocketPacket packet, string? key = null)
    {
        var output = new ArrayBufferWriter<byte>(packet.Data.Length + 32);
        output.Write("4"u8);
        packet.Write(output);
        return new EngineMessage(output.WrittenMemory, Key: key);
    }

    /// <summary>An answer to an event, with its attachments.</summary>
    public static EngineMessage[] Ack(string space, BigInteger id, SocketArguments arguments) =>
        Of(arguments.Attachments.Count == 0 ? SocketPacketType.Ack : SocketPacketType.BinaryAck, space, id, arguments);

    /// <summary>An event with its attachments.</summary>
    public static EngineMessage[] Event(string space, SocketArguments arguments) =>
        Of(arguments.Attachments.Count == 0 ? SocketPacketType.Event : SocketPacketType.BinaryEvent, space, null, arguments);

    private static byte[] Json(string name, ReadOnlySpan<byte> argument) =>
        [.. "[\""u8, .. JsonEncodedText.Encode(name).EncodedUtf8Bytes, .. "\","u8, .. argument, .. "]"u8];

    private static EngineMessage[] Of(SocketPacketType type, string space, BigInteger? id, SocketArguments arguments) =>
    [
        Of(new SocketPacket(type, arguments.Json, space, id, arguments.Attachments.Count)),
        .. arguments.Attachments.Select(attachment => new EngineMessage(attachment, IsBinary: true)),
    ];
}
