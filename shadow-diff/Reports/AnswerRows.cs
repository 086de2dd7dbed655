using System.Text;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Recording;

namespace Strangler.ShadowDiff.Reports;

/// <summary>
/// Two answers line by line beside each other: status; headers by their names; the body, JSON indented and by its keys. What cannot be seen is
/// written as its escape. Of a long answer, lines that are equal are left out.
/// </summary>
internal static class AnswerRows
{
    /// <summary>Stands before a header that is shown, and is no part of the answer.</summary>
    private const string NotCompared = "(not compared) ";

    private const int MaxRows = 400;

    /// <summary>Equal rows that stay around one that differs.</summary>
    private const int Context = 3;

    /// <summary>Lines of a text that is no JSON: aligning them takes the square of it.</summary>
    private const int MaxTextLines = 1_000;

    public static IReadOnlyList<LinePair> Of(StoredResponse legacy, StoredResponse modern)
    {
        List<LinePair> rows = [LinePair.Of($"{legacy.Status} {legacy.Reason}", $"{modern.Status} {modern.Reason}")];
        if (legacy.Exception is not null || modern.Exception is not null)
            rows.Add(LinePair.Of(Threw(legacy), Threw(modern)));

        rows.AddRange(Headers(legacy, modern));
        rows.Add(LinePair.Of("", ""));
        var head = rows.Count;
        rows.AddRange(Body(legacy.Body, modern.Body));
        return [.. Fold(rows, head).Select(row => row with { Legacy = Shown(row.Legacy), Modern = Shown(row.Modern) })];
    }

    private static string? Threw(StoredResponse response) => response.Exception is { } exception ? $"threw {exception}" : null;

    private static string? Shown(string? line) => line is null ? null : PlainText.Escape(line);

    /// <summary>Compared ones first; of a name that is repeated, equal values beside each other.</summary>
    private static IEnumerable<LinePair> Headers(StoredResponse legacy, StoredResponse modern)
    {
        var (left, right) = (ByName(legacy), ByName(modern));
        return left.Select(group => group.Key).Union(right.Select(group => group.Key), StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(NoticeableHeaders.Usual.Contains).ThenBy(name => name, StringComparer.OrdinalIgnoreCase)
            .SelectMany(name => NoticeableHeaders.Usual.Contains(name)
                ? LineAlignment.Align([.. left[name]], [.. right[name]])
                : LineAlignment.Align([.. left[name]], [.. right[name]]).Select(row => new LinePair(Aside(row.Legacy), Aside(row.Modern), Differs: false)));
    }

    private static ILookup<string, string> ByName(StoredResponse response) =>
        response.Headers.ToLookup(header => header[0], header => $"{NoticeableHeaders.Spell(header[0])}: {header[1]}", StringComparer.OrdinalIgnoreCase);

    private static string? Aside(string? line) => line is null ? null : NotCompared + line;

    private static IEnumerable<LinePair> Body(StoredBody legacy, StoredBody modern) => (JsonOf(legacy), JsonOf(modern)) switch
    {
        ({ } left, { } right) => [.. new JsonRows(left, right).Rows, .. LineAlignment.Align(Remark(legacy), Remark(modern))],
        (var left, var right) => LineAlignment.Align(Lines(legacy, left), Lines(modern, right)),
    };

    private static JsonDocumentText? JsonOf(StoredBody body) =>
        body.Text is { } text && text.TrimStart() is ['{' or '[', ..] && Encoding.UTF8.GetBytes(text) is var bytes && JsonTree.TryParse(bytes) is { } root ? new(root, bytes) : null;

    private static IReadOnlyList<string> Lines(StoredBody body, JsonDocumentText? json) => body switch
    {
        { Kind: "empty" } => ["(no body)"],
        { Kind: "multipart", Parts: { } parts } =>
            [$"(multipart, {body.Length} bytes)", .. parts.Select(part => $"{part.Name} {part.FileName} {part.ContentType} {part.Length} bytes")],
        { Text: { } text } => [.. Cut(json is { } document ? document.Lines() : text.Split('\n')), .. Remark(body)],
        _ => [$"({body.Kind}, {body.Length} bytes, SHA-256 {body.Sha256})"],
    };

    private static IReadOnlyList<string> Remark(StoredBody body) => body.Sha256 is null ? [] : [$"(the first part of {body.Length} bytes)"];

    private static IEnumerable<string> Cut(IReadOnlyList<string> lines) =>
        lines.Count <= MaxTextLines ? lines : [.. lines.Take(MaxTextLines), $"… {lines.Count - MaxTextLines} more lines"];

    /// <param name="rows">All of them.</param>
    /// <param name="head">Rows that stay whatever they are: all before the body.</param>
    private static List<LinePair> Fold(List<LinePair> rows, int head)
    {
        if (rows.Count <= MaxRows)
            return rows;

        var stays = new bool[rows.Count];
        stays.AsSpan(0, head).Fill(true);
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Differs)
                stays.AsSpan(Math.Max(0, i - Context), Math.Min(rows.Count, i + Context + 1) - Math.Max(0, i - Context)).Fill(true);
        }

        var folded = new List<LinePair>();
        for (var i = 0; i < rows.Count && folded.Count < MaxRows;)
        {
            var end = i;
            while (end < rows.Count && !stays[end])
                end++;

            folded.Add(end > i ? Remark($"… {end - i} equal lines") : rows[i]);
            i = Math.Max(end, i + 1);
            if (folded.Count == MaxRows && i < rows.Count)
                folded.Add(Remark($"… {rows.Count - i} more lines"));
        }

        return folded;
    }

    private static LinePair Remark(string text) => LinePair.Of(text, text);
}
