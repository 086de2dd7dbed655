using System.Text.Json;
using System.Text.Unicode;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Compare;

/// <summary>Parses JSON strictly (RFC 8259), or as Python writes it, and remembers how it was written.</summary>
internal static class JsonTree
{
    /// <summary>Deeper documents are compared as text.</summary>
    public const int MaxDepth = 256;

    /// <summary>Null when the bytes are no JSON document.</summary>
    public static JsonNode? TryParse(ReadOnlySpan<byte> document)
    {
        if (!Utf8.IsValid(document))
            return null;

        try
        {
            var reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = MaxDepth });
            reader.Read();
            var root = Read(ref reader, like: null);
            return reader.Read() ? null : root;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The same for a document with numbers that are none in JSON; where they stand, the nodes do.</summary>
    public static JsonNode? TryParsePythons(ReadOnlySpan<byte> document) => PythonNumbers.Replaced(document) is { } readable ? TryParse(readable) : TryParse(document);

    /// <param name="reader">At the value.</param>
    /// <param name="like">The value at the same place of the element before, whose names are likely to be there again; null for none.</param>
    private static JsonNode Read(ref Utf8JsonReader reader, JsonNode? like)
    {
        var start = (int)reader.TokenStartIndex;
        var node = reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(ref reader, start, like),
            JsonTokenType.StartArray => ReadArray(ref reader, start),
            JsonTokenType.String => new JsonNode(JsonValueKind.String, start) { Text = TextOf(ref reader) },
            JsonTokenType.Number => new JsonNode(JsonValueKind.Number, start),
            JsonTokenType.Null => new JsonNode(JsonValueKind.Null, start),
            _ => new JsonNode(JsonValueKind.True, start),
        };
        node.End = (int)reader.BytesConsumed;
        return node;
    }

    private static JsonNode ReadObject(ref Utf8JsonReader reader, int start, JsonNode? like)
    {
        var node = new JsonNode(JsonValueKind.Object, start);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (known, before) = node.Members.Count < like?.Members.Count ? like.Members[node.Members.Count] : default;
            var name = known is not null && !reader.ValueIsEscaped && reader.ValueTextEquals(known) ? known : TextOf(ref reader);
            reader.Read();
            node.Members.Add((name, Read(ref reader, before)));
        }

        return node;
    }

    private static JsonNode ReadArray(ref Utf8JsonReader reader, int start)
    {
        var node = new JsonNode(JsonValueKind.Array, start);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            node.Items.Add(Read(ref reader, node.Items.LastOrDefault()));

        return node;
    }

    private static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return LoneSurrogates.Unescape(reader.ValueSpan);
        }
    }
}
