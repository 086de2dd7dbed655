using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Model;

/// <summary>A text and what it is the encoding of: an address within a parameter, JSON within a string, markup within markup.</summary>
internal static partial class TextLayers
{
    /// <summary>Nobody wraps a text more often.</summary>
    private const int Most = 6;

    private static readonly SearchValues<string> QuotedPrintable = SearchValues.Create(["=3D", "=\n", "=\r\n"], StringComparison.Ordinal);

    /// <summary>The text as it is, then each form below it.</summary>
    public static IEnumerable<string> Of(string text)
    {
        for (var layer = 0; layer < Most; layer++)
        {
            yield return text;
            var decoded = Decode(text);
            if (decoded == text)
                yield break;

            text = decoded;
        }
    }

    /// <summary>
    /// Whether it may be the encoding of another text, or hold one: of an address or a form (<c>%3D</c>), of markup (<c>&amp;quot;</c>), of JSON
    /// (<c>\"</c>), of mail (<c>=3D</c>, RFC 2045 6.7), or Base64.
    /// </summary>
    public static bool IsEncoded(string text) => text.AsSpan().ContainsAny("%&\\") || IsQuotedPrintable(text) || (object)Base64Text.Decoded(text) != text;

    /// <summary>An equals sign is always written so, and a line is broken after one.</summary>
    private static bool IsQuotedPrintable(string text) => text.AsSpan().ContainsAny(QuotedPrintable);

    /// <summary>Padding at a line's end looks like mail's: what is Base64 is taken for that first.</summary>
    private static string Decode(string text)
    {
        if (text.AsSpan().ContainsAny("%&\\") && Escape().Replace(WebUtility.HtmlDecode(Uri.UnescapeDataString(text)), Unescape) is var unescaped && unescaped != text)
            return unescaped;

        var decoded = Base64Text.Decoded(text);
        return (object)decoded == text && IsQuotedPrintable(text) ? Quoted().Replace(text, Unquote) : decoded;
    }

    private static string Unquote(Match quoted) =>
        quoted.Value[1] is '\r' or '\n' ? "" : ((char)int.Parse(quoted.ValueSpan[1..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString();

    private static string Unescape(Match escape) => escape.Value[1] switch
    {
        'u' or 'x' => ((char)int.Parse(escape.ValueSpan[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString(),
        'n' or 'r' => "\n",
        't' => "\t",
        'b' => "\b",
        'f' => "\f",
        var other => other.ToString(),
    };

    [GeneratedRegex("""\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[bfnrt"'/\\`<>&=:])""", RegexOptions.NonBacktracking)]
    private static partial Regex Escape();

    [GeneratedRegex("=(?:[0-9A-F]{2}|\r?\n)", RegexOptions.NonBacktracking)]
    private static partial Regex Quoted();
}
