using Strangler.Services.Flask.Python;

namespace Strangler.Services.Flask;

/// <summary>The text fields of a form as a dict: of several with one name the first counts, files are left out, invalid UTF-8 is replaced.</summary>
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

    private static string Unescape(ReadOnlySpan<byte> text) => PercentText.Decode(text, plusIsBlank: true);
}
