using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Model;

/// <summary>Finds secrets in XML and HTML: the content of an element of that name, what stands in a tag that names one, and what follows a label.</summary>
internal static partial class SecretMarkup
{
    private const int LongestLabel = 40;

    /// <param name="text">The text; it need not be markup.</param>
    /// <param name="isSecret">Whether a name is one of a secret.</param>
    public static IEnumerable<(int Start, int End)> In(string text, Func<string, bool> isSecret)
    {
        var isLabelled = false;
        for (var open = text.IndexOf('<', StringComparison.Ordinal); open >= 0;)
        {
            var close = text.IndexOf('>', open) is var found and >= 0 ? found : text.Length;
            var next = close < text.Length && text.IndexOf('<', close) is var following and >= 0 ? following : text.Length;
            var run = text[Math.Min(close + 1, text.Length)..next];
            var isBlank = string.IsNullOrWhiteSpace(run);
            var name = ElementName().Match(text, open + 1, Math.Min(close - open - 1, 200)).Value;

            if (name.Length > 0 && text[close - 1] != '/' && isSecret(Local(name)))
            {
                next = EndOfElement(text, name, close);
                yield return (close + 1, next);
                isLabelled = false;
            }
            else if (NamesSecret(text[(open + 1)..close], isSecret))
            {
                yield return (open + 1 + name.Length, close);
                if (!isBlank)
                    yield return (close + 1, next);
                isLabelled = false;
            }
            else
            {
                if (isLabelled && text.AsSpan(open, close - open).Contains('='))
                    yield return (open + 1 + name.Length, close);
                if (isLabelled && !isBlank)
                    yield return (close + 1, next);

                var isLabel = IsLabel(run, isSecret);
                // Below a heading all of the table's rows may hold one.
                if (isLabel && name.Equals("th", StringComparison.OrdinalIgnoreCase))
                {
                    var table = text.IndexOf("</table", next, StringComparison.OrdinalIgnoreCase);
                    yield return (next, next = table < 0 ? text.Length : table);
                }

                isLabelled = isLabel || (isLabelled && isBlank);
            }

            open = next < text.Length ? text.IndexOf('<', next) : -1;
        }
    }

    private static bool NamesSecret(string tag, Func<string, bool> isSecret) =>
        Attribute().Matches(tag).Any(found => !found.Groups["attribute"].ValueSpan.Equals("class", StringComparison.OrdinalIgnoreCase) && isSecret(found.Groups["name"].Value));

    private static bool IsLabel(string run, Func<string, bool> isSecret) =>
        run.AsSpan().Trim().TrimEnd(":=* \r\n") is { Length: > 1 and <= LongestLabel } label && isSecret(label.ToString());

    private static string Local(string name) => name[(name.LastIndexOf(':') + 1)..];

    /// <summary>Where its own end tag begins; elements of the same name may stand in it.</summary>
    private static int EndOfElement(string text, string name, int from)
    {
        var depth = 1;
        for (var at = text.IndexOf(name, from, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(name, at + name.Length, StringComparison.OrdinalIgnoreCase))
        {
            depth += text[at - 1] == '<' ? 1 : text[at - 1] == '/' && text[at - 2] == '<' ? -1 : 0;
            if (depth == 0)
                return at - 2;
        }

        return text.Length;
    }

    [GeneratedRegex(@"\G[\w:.-]+", RegexOptions.CultureInvariant)]
    private static partial Regex ElementName();

    [GeneratedRegex("""(?<attribute>[\w:.-]{1,200})\s*=\s*["']?(?<name>[\w.:-]{2,200})""", RegexOptions.NonBacktracking)]
    private static partial Regex Attribute();
}
