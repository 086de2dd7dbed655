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
        return TextLayers.Of(shown).Any(layer => new SecretSpans(layer, names.Has).Any(isPage: true) || SecretNotations.AreIn(layer, names.Has)) ? null : shown;
    }

    /// <summary>The text between tags; a script is no text.</summary>
    private string Paragraphs(string page)
    {
        if (page.AsSpan().TrimStart() is not ['<', ..])
            return page;

        var (result, isScript) = (new StringBuilder(page.Length), false);
        foreach (Match piece in Pieces().Matches(page))
        {
            var isTag = piece.ValueSpan[0] == '<';
            isScript = isTag ? isScript ? !ScriptEnd().IsMatch(piece.ValueSpan) : ScriptStart().IsMatch(piece.ValueSpan) : isScript;
            result.Append(!isTag && !isScript && names.MayBeIn(piece.Value) ? SecretNames.Placeholder : piece.Value);
        }

        return result.ToString();
    }

    private string WithoutEncoded(Match line) =>
        (TextLayers.IsEncoded(line.Value) && names.MayBeIn(line.Value)) || SecretNotations.AreIn(line.Value, names.Has) ? SecretNames.Placeholder : line.Value;

    [GeneratedRegex("<[^<>]*>?|[^<]+", RegexOptions.NonBacktracking)]
    private static partial Regex Pieces();

    [GeneratedRegex("^<(?:script|style)\\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex ScriptStart();

    [GeneratedRegex("^</(?:script|style)\\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex ScriptEnd();

    [GeneratedRegex("[^\r\n]+", RegexOptions.NonBacktracking)]
    private static partial Regex Lines();
}
