using System.Globalization;
using System.Text;
using Strangler.Services.Python;

namespace Strangler.Services.Wire;

/// <summary>The text fields of a form as a dict: of equal names the first counts, files are left out, bad UTF-8 is replaced.</summary>
internal static class FormFields
{
    public static PythonDict FromUrlEncoded(ReadOnlySpan<byte> body)
    {
        var fields = new Dictionary<string, PythonValue>(StringComparer.Ordinal);
        foreach (var range in body.Split((byte)'&'))
        {
            var pair = body[range];
            if (pair.IsEmpty)
                continue;
            var equals = pair.IndexOf((byte)'=');
            var (name, value) = equals < 0 ? (Unescape(pair), "") : (Unescape(pair[..equals]), Unescape(pair[(equals + 1)..]));
            fields.TryAdd(name, new PythonText(value));
        }

        return new PythonDict(fields);
    }

    private static string Unescape(ReadOnlySpan<byte> text)
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
                bytes[length++] = text[i] == '+' ? (byte)' ' : text[i];
            }
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}
