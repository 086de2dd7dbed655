using System.Text;
using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Model;

/// <summary>
/// Takes secrets out of a page, a script or a style sheet. These name secrets more often than they hold one, so values go and the rest stays;
/// but a line or a paragraph that carries another text within it, encoded, as a table or in another notation, is judged as any text is, and goes as a whole.
/// </summary>
internal sealed partial class SecretPage(SecretNames names)
{
    /// <summary>Null when values would be left.</summary>
    public string? Without(string page)
    {
        // What is encoded first: with a part of it taken out it might no longer be seen for what it is.
        var shown = new SecretSpans(Lines().Replace(Paragraphs(page), WithoutEncoded), names.Has).Without(SecretNames.Placeholder);
        return TextLayers.Of(shown).Any(layer => new SecretSpans(layer, names.Has).Any(isPage: true) || SecretNotations.AreIn(layer, names.Has, isPage: true)) ? null : shown;
    }

    /// <summary>The text between tags; a script is no text.</summary>
    private string Paragraphs(string page)
    {
        if (page.AsSpan().TrimStart() is not ['<', ..])
            return page;

        var (result, isScript) = (new StringBuilder(page.Length), false);
        foreach (var piece in Pieces().EnumerateMatches(page))
        {
            var text = page.AsSpan(piece.Index, piece.Length);
            var isTag = text[0] == '<';
            isScript = isTag ? isScript ? !ScriptEnd().IsMatch(text) : ScriptStart().IsMatch(text) : isScript;
            if (!isTag && !isScript && names.MayBeIn(text.ToString()))
                result.Append(SecretNames.Placeholder);
            else
                result.Append(text);
        }

        return result.ToString();
    }

    private string WithoutEncoded(Match line) =>
        (TextLayers.IsEncoded(line.Value) && names.MayBeIn(line.Value)) || SecretNotations.AreIn(line.Value, names.Has, isPage: true) ? SecretNames.Placeholder : line.Value;

    [GeneratedRegex("<[^<>]*>?|[^<]+", RegexOptions.NonBacktracking)]
    private static partial Regex Pieces();

    [GeneratedRegex("^<(?:script|style)\\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex ScriptStart();

    [GeneratedRegex("^</(?:script|style)\\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex ScriptEnd();

    [GeneratedRegex("[^\r\n]+", RegexOptions.NonBacktracking)]
    private static partial Regex Lines();
}
