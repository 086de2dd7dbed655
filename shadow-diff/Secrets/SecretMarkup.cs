using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Secrets;

/// <summary>Finds secrets in XML and HTML: the content of an element of that name, what stands in a tag that names one, and what follows a label.</summary>
internal static partial class SecretMarkup
{
    private const int LongestLabel = 40;
    private const int LongestName = 200;

    /// <summary>Of what names a field for a reader.</summary>
    private const int LongestPhrase = 100;

    /// <summary>Elements whose content is a form's value.</summary>
    private static readonly FrozenSet<string> Choices = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "select", "datalist", "textarea");

    /// <summary>Elements without content.</summary>
    private static readonly FrozenSet<string> Empty = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "input", "meta", "link", "img");

    /// <summary>What stands in these names no field that follows, and leads nowhere near one.</summary>
    private static readonly FrozenSet<string> NoLabels = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "h1", "h2", "h3", "h4", "h5", "h6", "title", "button", "a");

    /// <summary>Attributes that tell what a field is, and never what is in it.</summary>
    private static readonly FrozenSet<string> Describing = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "type", "name", "id", "for", "class", "autocomplete", "inputmode", "minlength", "maxlength", "size", "tabindex", "role");

    /// <param name="text">The text; it need not be markup.</param>
    /// <param name="isSecret">Whether a name is one of a secret.</param>
    public static IEnumerable<(int Start, int End)> In(string text, Func<string, bool> isSecret)
    {
        var (isLabelled, close) = (false, -1);
        for (var open = text.IndexOf('<', StringComparison.Ordinal); open >= 0;)
        {
            // What a comment and a CDATA section hold may be markup.
            if (text.AsSpan(open) is ['<', '<', ..] or ['<', '!', '-', '-', ..] or ['<', '!', '[', 'C', 'D', 'A', 'T', 'A', '[', ..])
            {
                open = text.IndexOf('<', open + 1);
                continue;
            }

            // One that begins within another, as in broken markup, is looked at for its name alone.
            var isWithin = open < close;
            close = isWithin ? close : text.IndexOf('>', open) is var found and >= 0 ? found : text.Length;
            var name = NameIn(text.AsSpan(open + 1, Math.Min(close - open - 1, LongestName)));
            int next;
            if (name.Length > 0 && text[close - 1] != '/' && isSecret(Local(name)))
            {
                next = EndOfElement(text, name, close);
                yield return (close + 1, next);
                isLabelled = false;
            }
            else if (!isWithin && NamesSecret(text[(open + 1)..close], isSecret))
            {
                next = Choices.Contains(name) ? EndOfElement(text, name, close) : EndOfRun(text, close);
                if (name.Length == 0 || !Describes(text[(open + 1)..close]))
                    yield return (open + 1 + name.Length, close);

                // Its value may stand in an element of its own.
                isLabelled = IsBlank(text, close, next) && !Empty.Contains(name);
                if (!isLabelled)
                    yield return (close + 1, next);
            }
            else if (text.AsSpan(open + 1, close - open - 1).IndexOf('<') is var inner and >= 0)
            {
                next = open + 1 + inner;
            }
            else
            {
                next = EndOfRun(text, close);
                var isBlank = IsBlank(text, close, next);
                if (isLabelled && !isWithin && !Describes(text[(open + 1)..close]))
                    yield return (open + 1 + name.Length, close);
                if (isLabelled && !isBlank)
                    yield return (close + 1, next);

                var isLabel = !isBlank && !NoLabels.Contains(name) && IsLabel(text.AsSpan(close + 1, next - close - 1), isSecret);
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

    /// <summary>The element's name; empty for an end tag and for what is no element.</summary>
    private static string NameIn(ReadOnlySpan<char> tag)
    {
        var length = 0;
        while (length < tag.Length && (char.IsLetterOrDigit(tag[length]) || tag[length] is '_' or ':' or '.' or '-'))
            length++;

        return tag[..length].ToString();
    }

    private static int EndOfRun(string text, int close) => close < text.Length && text.IndexOf('<', close) is var next and >= 0 ? next : text.Length;

    private static bool IsBlank(string text, int close, int next) => next <= close + 1 || text.AsSpan(close + 1, next - close - 1).IsWhiteSpace();

    /// <summary>By an attribute, or as what a declaration (<c>!ENTITY</c>) declares. A class is one of a style sheet's, and a label's <c>for</c> leads to its field.</summary>
    private static bool NamesSecret(string tag, Func<string, bool> isSecret) =>
        (tag is ['!', ..] && Word().Matches(tag).Any(found => isSecret(found.Value)))
        || Attribute().Matches(tag).Any(found => found.Groups["attribute"].Value.ToLowerInvariant() is not ("class" or "for") && isSecret(found.Groups["name"].Value))
        || Naming().Matches(tag).Any(found => found.Groups["name"] is { Length: <= LongestPhrase } name && isSecret(name.Value));

    /// <summary>Whether there is no attribute that could hold a value.</summary>
    private static bool Describes(string tag) => Attribute().Matches(tag).All(found => Describing.Contains(found.Groups["attribute"].Value));

    private static bool IsLabel(ReadOnlySpan<char> run, Func<string, bool> isSecret) =>
        run.Trim().TrimEnd(":=* \r\n") is { Length: > 1 and <= LongestLabel } label && isSecret(label.ToString());

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

    [GeneratedRegex("[\\w.:-]{2,}", RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    [GeneratedRegex("""(?<attribute>[\w:.-]+)\s*=\s*\{?["']?(?<name>[\w.:-]{2,})""", RegexOptions.NonBacktracking)]
    private static partial Regex Attribute();

    /// <summary>What names a field for its form or for a reader: <c>name="user[password]"</c>, <c>name="ctl00$Password"</c>, <c>aria-label="API token"</c>.</summary>
    [GeneratedRegex("""(?:name|id|key|field|label|title|alt|placeholder|caption)\s*=\s*\{?["'](?<name>[^"'<>]{2,})["']""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Naming();
}
