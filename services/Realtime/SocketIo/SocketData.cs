using System.Text;
using System.Text.Json;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Realtime.SocketIo;

/// <summary>
/// What the specification asks of the JSON in a packet, by the packet's type. What Python reads beyond JSON (<c>NaN</c>, deep nesting) counts, since
/// legacy answers it.
/// </summary>
internal static class SocketData
{
    /// <summary>Characters of an integer that legacy's Engine.IO takes.</summary>
    public const int LongestInteger = 100;

    /// <summary>Whether it is JSON, and of the kind that the type asks for.</summary>
    public static bool IsValid(SocketPacketType type, ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
            return type is SocketPacketType.Connect or SocketPacketType.Disconnect;
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            return IsOfKind(type, ref reader) && IsWhole(ref reader);
        }
        catch (JsonException)
        {
            return IsPythons(type, json);
        }
    }

    private static bool IsPythons(SocketPacketType type, ReadOnlySpan<byte> json) =>
        PythonJsonReader.TryRead(Encoding.UTF8.GetString(json), out var value, LongestInteger) && type switch
        {
            SocketPacketType.Connect or SocketPacketType.Disconnect => true,
            SocketPacketType.Event or SocketPacketType.BinaryEvent => value is PythonList { Items: [PythonText or PythonInt or PythonFloat, ..] },
            _ => false,
        };

    private static bool IsOfKind(SocketPacketType type, ref Utf8JsonReader reader) => type switch
    {
        SocketPacketType.Connect or SocketPacketType.Disconnect => true, // Legacy passes over what it is (contract 9.3).
        SocketPacketType.ConnectError => reader.TokenType is JsonTokenType.StartObject or JsonTokenType.String,
        SocketPacketType.Event or SocketPacketType.BinaryEvent => reader.TokenType == JsonTokenType.StartArray && reader.Read() && reader.TokenType is JsonTokenType.String or JsonTokenType.Number,
        SocketPacketType.Ack or SocketPacketType.BinaryAck => reader.TokenType == JsonTokenType.StartArray,
        _ => false,
    };

    private static bool IsWhole(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
            // The reader judges what it passes.
        }

        return true;
    }
}
