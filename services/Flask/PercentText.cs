using System.Buffers;
using System.Globalization;
using System.Text;

namespace Strangler.Services.Flask;

/// <summary>Percent-encoded text as Werkzeug reads and writes it: invalid escapes stay as they are, invalid UTF-8 becomes U+FFFD.</summary>
internal static class PercentText
{
    /// <param name="plusIsBlank">In forms and queries a plus is a blank, in paths it is a plus.</param>
    public static string Decode(ReadOnlySpan<byte> text, bool plusIsBlank)
    {
        var bytes = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && byte.TryParse(text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                bytes[length++] = code;
                i += 2;
            }
            else
            {
                bytes[length++] = plusIsBlank && text[i] == '+' ? (byte)' ' : text[i];
            }
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    public static string Decode(ReadOnlySpan<char> text, bool plusIsBlank)
    {
        if (!text.Contains('%') && !(plusIsBlank && text.Contains('+')))
            return text.ToString();
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        return Decode(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)), plusIsBlank);
    }

    /// <summary>Escapes every byte of the UTF-8 form that is not among <paramref name="unescaped"/>.</summary>
    public static string Encode(string text, SearchValues<byte> unescaped)
    {
        var encoded = new StringBuilder();
        foreach (var value in Encoding.UTF8.GetBytes(text))
            _ = unescaped.Contains(value) ? encoded.Append((char)value) : encoded.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
        return encoded.ToString();
    }
}
