using System.Text.Json;

namespace Strangler.ShadowDiff.JsonFiles;

/// <summary>In which line each value of a JSON text begins, for faults that are found only once the text has been read.</summary>
public static class JsonLines
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>By the value's place, e.g. <c>rules[3].route[0]</c>; lines are counted from 1. Of members that stand twice the last one counts.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static IReadOnlyDictionary<string, int> Of(ReadOnlySpan<byte> json)
    {
        var text = DuplicateMembers.WithoutMark(json);
        var reader = new Utf8JsonReader(text, Lenient);
        var (lines, line, counted) = (new Dictionary<string, int>(StringComparer.Ordinal), 1, 0);
        reader.Read();
        Walk(ref reader, text, "", lines, ref line, ref counted);
        return lines;
    }

    private static void Walk(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, string path, Dictionary<string, int> lines, ref int line, ref int counted)
    {
        var start = (int)reader.TokenStartIndex;
        line += text[counted..start].Count((byte)'\n');
        counted = start;
        lines[path] = line;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString();
                reader.Read();
                Walk(ref reader, text, path.Length == 0 ? name! : $"{path}.{name}", lines, ref line, ref counted);
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
                Walk(ref reader, text, $"{path}[{index}]", lines, ref line, ref counted);
        }
    }
}
