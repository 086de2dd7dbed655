using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Secrets;

/// <summary>
/// Finds messages that list names of fields: <c>Missing required fields: host, password</c>. They look like a row of a table, and hold no value. Names
/// are of lower-case letters, and there are no others in such a list.
/// </summary>
internal static partial class NamesOfFields
{
    /// <summary>The text without such lists.</summary>
    public static string OutOf(string text) => text.Contains(':', StringComparison.Ordinal) ? Message().Replace(text, found => EndsAt(text, found.Index + found.Length) ? "" : found.Value) : text;

    /// <summary>What goes on with a word, a sign or a number gives the last one a value.</summary>
    private static bool EndsAt(string text, int end) =>
        text.AsSpan(end).TrimStart(" \t.!") is [] or ['\r' or '\n' or '"' or '\'' or '<' or '}' or '\\', ..];

    [GeneratedRegex(
        """\b(?i:(?:missing|required|requires|invalid|unknown|unexpected|unsupported|empty|incomplete|forbidden|duplicate)(?:[ \t]+(?:a|an|the|or|and|one|of|required|mandatory|input|form|json|request|query|body|missing|invalid|empty|these|following)){0,5}[ \t]+(?:fields?|parameters?|params?|arguments?|args?|keys?|propert(?:y|ies)|attributes?|inputs?|columns?|headers?|names?|options?|members?)(?:\(s\))?(?:[ \t]+(?:is|are|were|missing|required|for|in|request|body|the))*[ \t]*|^(?:columns|fields|required|optional)[ \t]*):[ \t]*[\[({]?[ \t]*["'`]?[a-z][a-z_]*["'`]?(?:[ \t]*(?:,[ \t]*(?:and|or)?|[ \t](?:and|or))[ \t]*["'`]?[a-z][a-z_]*["'`]?)*[ \t]*[\])}]?""",
        RegexOptions.NonBacktracking | RegexOptions.Multiline)]
    private static partial Regex Message();
}
