using System.Text.Json;

namespace Strangler.ShadowDiff.JsonFiles;

/// <summary>
/// Finds members that stand twice in one object of a file that a person writes. Readers of JSON take the last one in silence, and the
/// framework's configuration throws. A difference in case is none: configuration knows none either.
/// </summary>
public static class DuplicateMembers
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The second and every further one. A byte order mark, comments and trailing commas are allowed.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static IReadOnlyList<JsonFault> Find(ReadOnlySpan<byte> json)
    {
        var text = WithoutMark(json);
        var reader = new Utf8JsonReader(text, Lenient);
        var faults = new List<JsonFault>();
        reader.Read();
        Walk(ref reader, text, "", faults);
        // Refuses what stands after the value.
        reader.Read();
        return faults;
    }

    /// <summary>The text after its byte order mark, if it has one.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> json) => json.StartsWith("\uFEFF"u8) ? json[3..] : json;

    private static void Walk(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, string path, List<JsonFault> faults)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            WalkMembers(ref reader, text, path, faults);
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
                Walk(ref reader, text, $"{path}[{index}]", faults);
        }
        else if (reader.TokenType == JsonTokenType.String)
        {
            Text(ref reader, text);
        }
    }

    private static void WalkMembers(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, string path, List<JsonFault> faults)
    {
        var lines = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (name, line) = (Text(ref reader, text), Line(ref reader, text));
            var place = path.Length == 0 ? name : $"{path}.{name}";
            if (!lines.TryAdd(name, line))
                faults.Add(new(line, place, $"'{name}' stands in line {lines[name]} already; keep one"));

            reader.Read();
            Walk(ref reader, text, place, faults);
        }
    }

    // The reader itself passes over half of a surrogate pair and bytes that are no UTF-8; whoever asks for the text later falls over it.
    private static string Text(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException ex)
        {
            var position = reader.TokenStartIndex - (text[..(int)reader.TokenStartIndex].LastIndexOf((byte)'\n') + 1);
            throw new JsonException(ex.Message, null, Line(ref reader, text) - 1, position, ex);
        }
    }

    private static int Line(ref Utf8JsonReader reader, ReadOnlySpan<byte> text) => text[..(int)reader.TokenStartIndex].Count((byte)'\n') + 1;
}
