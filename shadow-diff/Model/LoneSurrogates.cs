using System.Globalization;
using System.Text;

namespace Strangler.ShadowDiff.Model;

/// <summary>Halves of surrogate pairs: JSON's escapes can write them and a .NET text can hold them, UTF-8 cannot (RFC 8259 8.2).</summary>
internal static class LoneSurrogates
{
    /// <summary>The text of a JSON string, valid but for such halves, given without its quotes.</summary>
    public static string Unescape(ReadOnlySpan<byte> json)
    {
        var escaped = Encoding.UTF8.GetString(json);
        var text = new StringBuilder(escaped.Length);
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '\\')
            {
                text.Append(escaped[i]);
                continue;
            }

            var isHex = escaped[++i] == 'u';
            text.Append(isHex ? (char)ushort.Parse(escaped.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : Short(escaped[i]));
            i += isHex ? 4 : 0;
        }

        return text.ToString();
    }

    /// <summary>The same text with each half as the escape that JSON writes for it.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                escaped.Append(text[i]).Append(text[++i]);
            else if (char.IsSurrogate(text[i]))
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
            else
                escaped.Append(text[i]);
        }

        return escaped.ToString();
    }

    private static char Short(char escape) => escape switch
    {
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        _ => escape,
    };
}
