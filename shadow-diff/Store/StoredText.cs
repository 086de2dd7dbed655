using System.Globalization;
using System.Text;

namespace Strangler.ShadowDiff.Store;

/// <summary>
/// How a text is written to the database. PostgreSQL takes no U+0000, and UTF-8 has no halves of surrogate pairs; both can be in what clients send. Each is written as
/// <c>U+FDD0</c>, a character that Unicode has set apart for a program's own use, and its four hexadecimal digits; so is U+FDD0 itself. Every engine has the same form.
/// </summary>
internal static class StoredText
{
    private const char Escape = '\uFDD0';
    private const int Digits = 4;

    /// <summary>As it is written; nearly always the text itself.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAny('\0', Escape) && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
            return text;

        var written = new StringBuilder(text.Length + Digits);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                written.Append(text[i]).Append(text[++i]);
            else if (text[i] is '\0' or Escape || char.IsSurrogate(text[i]))
                written.Append(CultureInfo.InvariantCulture, $"{Escape}{(int)text[i]:x4}");
            else
                written.Append(text[i]);
        }

        return written.ToString();
    }

    /// <summary>The text of what was written.</summary>
    public static string Read(string written)
    {
        if (!written.Contains(Escape, StringComparison.Ordinal))
            return written;

        var text = new StringBuilder(written.Length);
        for (var i = 0; i < written.Length; i++)
        {
            if (written[i] == Escape && i + Digits < written.Length
                && ushort.TryParse(written.AsSpan(i + 1, Digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var character))
            {
                text.Append((char)character);
                i += Digits;
            }
            else
            {
                text.Append(written[i]); // written before there were escapes
            }
        }

        return text.ToString();
    }
}
