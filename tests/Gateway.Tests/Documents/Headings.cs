using System.Text.RegularExpressions;

namespace Strangler.Gateway.Tests.Documents;

/// <summary>The headings of a document.</summary>
internal static partial class Headings
{
    /// <summary>The names that a page shows them under: lower case, blanks as hyphens, without other signs.</summary>
    public static IEnumerable<string> Of(string document) =>
        Heading().Matches(WithoutCode(File.ReadAllText(document)))
            .Select(heading => Sign().Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>The text without its code blocks, in which # begins a comment.</summary>
    public static string WithoutCode(string text) => CodeBlock().Replace(text, "");

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Sign();

    [GeneratedRegex(@"^ *```.*?^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
