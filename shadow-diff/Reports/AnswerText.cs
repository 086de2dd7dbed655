using System.Text.Encodings.Web;
using System.Text.Json;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Recording;

namespace Strangler.ShadowDiff.Reports;

/// <summary>Writes an answer as lines to read: status, all headers, and the body, JSON indented.</summary>
internal static class AnswerText
{
    /// <summary>Stands before a header that is shown, and is no part of the answer.</summary>
    public const string NotCompared = "(not compared) ";

    private const int MaxLines = 400;

    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 300 };

    public static IReadOnlyList<string> Lines(StoredResponse response)
    {
        List<string> lines = [$"{response.Status} {response.Reason}", .. Headers(response), "", .. Body(response.Body)];
        if (response.Exception is not null)
            lines.Insert(1, $"threw {response.Exception}");

        return lines.Count <= MaxLines ? lines : [.. lines.Take(MaxLines), $"… {lines.Count - MaxLines} more lines"];
    }

    public static IEnumerable<string> Body(StoredBody body) => body switch
    {
        { Kind: "empty" } => ["(no body)"],
        { Kind: "multipart", Parts: { } parts } =>
            [$"(multipart, {body.Length} bytes)", .. parts.Select(part => $"{part.Name} {part.FileName} {part.ContentType} {part.Length} bytes")],
        { Text: { } text } => [.. Indented(text).Split('\n'), .. body.Sha256 is null ? [] : new[] { $"(the first part of {body.Length} bytes)" }],
        _ => [$"({body.Kind}, {body.Length} bytes, SHA-256 {body.Sha256})"],
    };

    private static IEnumerable<string> Headers(StoredResponse response) =>
        response.Headers.Select(header => (Line: $"{NoticeableHeaders.Spell(header[0])}: {header[1]}", IsCompared: NoticeableHeaders.Usual.Contains(header[0])))
            .OrderByDescending(header => header.IsCompared).ThenBy(header => header.Line, StringComparer.OrdinalIgnoreCase)
            .Select(header => header.IsCompared ? header.Line : NotCompared + header.Line);

    private static string Indented(string text)
    {
        if (text.TrimStart() is not ['{' or '[', ..])
            return text;

        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 300 });
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer, Readable))
            {
                document.RootElement.WriteTo(writer);
            }

            return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            return text;
        }
    }
}
