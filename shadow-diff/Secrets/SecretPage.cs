using System.Text;
using System.Text.RegularExpressions;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Secrets;

/// <summary>
/// Takes secrets out of a page, a script or a style sheet. These name secrets more often than they hold one, so values go and the rest stays;
/// but a line or a paragraph that carries another text within it, encoded, as a table or in another notation, is judged as any text is, and goes as a whole.
/// </summary>
internal sealed partial class SecretPage(SecretNames names)
{
    /// <summary>Null when values would be left.</summary>
    public string? Without(string page)
    {
        // What is encoded first: with a part of it taken out it might no longer be seen for what it is. Base64 may reach over lines.
        var readable = Base64Text.Replaced(page, decoded => names.AreEncodedAs(decoded) ? SecretNames.Placeholder : null);
        var shown = new SecretSpans(Lines(Paragraphs(readable)), names.Has).Without(SecretNames.Placeholder);
        return TextLayers.Of(shown).Any(layer => new SecretSpans(layer, names.Has).Any(isPage: true) || SecretNotations.AreIn(layer, names.Has, isPage: true)) ? null : shown;
    }

    /// <summary>The text between tags and in comments; a script is no text, unless its type says so.</summary>
    private string Paragraphs(string page)
    {
        if (!IsMarkup(page))
            return page;

        var (result, isScript) = (new StringBuilder(page.Length), false);
        for (int start = 0, end; start < page.Length; start = end)
        {
            var isTag = page[start] == '<';
            end = isTag ? EndOfTag(page, start) : page.IndexOf('<', start) is var tag and >= 0 ? tag : page.Length;
            var piece = page.AsSpan(start, end - start);
            var isComment = piece.StartsWith("<!--");
            isScript = isTag ? isScript ? !ScriptEnd().IsMatch(piece) : ScriptStart().IsMatch(piece) && !DataType().IsMatch(piece) : isScript;
            if (isComment ? names.MayBeIn(piece[4..].ToString()) : !isTag && !isScript && names.MayBeIn(piece.ToString()))
                result.Append(SecretNames.Placeholder);
            else
                result.Append(piece);
        }

        return result.ToString();
    }

    /// <summary>A byte order mark may stand before it, or a few words; in a script that holds markup code comes first.</summary>
    private static bool IsMarkup(string page) => page.AsSpan().TrimStart("\ufeff \t\r\n") is ['<', ..] || Markup().IsMatch(page);

    /// <summary>After its <c>&gt;</c>, or before another that begins in it; a comment has its own end.</summary>
    private static int EndOfTag(string page, int start)
    {
        if (page.AsSpan(start).StartsWith("<!--"))
            return page.IndexOf("-->", start, StringComparison.Ordinal) is var close and >= 0 ? close + 3 : page.Length;

        return page.AsSpan(start + 1).IndexOfAny('<', '>') is var found and >= 0 ? start + 1 + found + (page[start + 1 + found] == '>' ? 1 : 0) : page.Length;
    }

    private string Lines(string page)
    {
        var result = new StringBuilder(page.Length);
        var rest = page.AsSpan();
        while (rest.IndexOfAny('\r', '\n') is var end and >= 0)
        {
            result.Append(Line(rest[..end].ToString())).Append(rest[end]);
            rest = rest[(end + 1)..];
        }

        return result.Append(Line(rest.ToString())).ToString();
    }

    private string Line(string line) =>
        (TextLayers.IsEncoded(line) && names.MayBeIn(line)) || SecretNotations.AreIn(line, names.Has, isPage: true) ? SecretNames.Placeholder : line;

    [GeneratedRegex("^<(?:script|style)\\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ScriptStart();

    [GeneratedRegex("^</(?:script|style)\\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ScriptEnd();

    /// <summary>Of what a browser does not run.</summary>
    [GeneratedRegex("""\btype\s*=\s*["']?(?!(?:text|application)/(?:java|ecma|babel|type)script|module|application/(?:ld\+)?json|importmap)[a-z]""", RegexOptions.IgnoreCase)]
    private static partial Regex DataType();

    [GeneratedRegex("^[\\w\\s.,:-]{0,200}<(?:!doctype|html|head|body|pre|p|div|table|ul|form|script|!--)\\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Markup();
}
