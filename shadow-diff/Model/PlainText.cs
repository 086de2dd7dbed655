using System.Globalization;
using System.Text;

namespace Strangler.ShadowDiff.Model;

/// <summary>
/// Text that a person wrote and others read in a terminal or on a page: nothing in it may steer the terminal, hide, or turn the
/// direction of what stands beside it (Unicode UAX 9: U+202E and its like).
/// </summary>
public static class PlainText
{
    /// <summary>The first character that may not be there, as <c>the character U+202E</c>; null when there is none.</summary>
    public static string? FaultOf(string text) =>
        text.EnumerateRunes().Where(IsHarmful).Select(rune => $"the character U+{rune.Value:X4}").FirstOrDefault();

    /// <summary>The same of a text that is to stay one line: it has no line's end and no tab either.</summary>
    public static string? FaultOfLine(string text) =>
        text.Contains('\n', StringComparison.Ordinal) ? "a line's end" : text.Contains('\t', StringComparison.Ordinal) ? "a tab" : FaultOf(text);

    /// <summary>
    /// The text with an escape, <c>\u202E</c>, for each such character; line ends stay. In a JSON document the escapes are JSON's own: it says the same.
    /// </summary>
    public static string Escape(string text) =>
        text.EnumerateRunes().Any(IsHarmful) ? string.Concat(text.EnumerateRunes().Select(rune => IsHarmful(rune) ? Escaped(rune) : rune.ToString())) : text;

    private static string Escaped(Rune rune) => string.Concat(rune.ToString().Select(half => $"\\u{(int)half:X4}"));

    /// <remarks>Joiners are parts of letters and of emoji.</remarks>
    private static bool IsHarmful(Rune rune) => rune.Value switch
    {
        '\n' or '\t' or 0x200C or 0x200D => false,
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0 => true, // letters and marks that show nothing
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
    };
}
