using System.Globalization;
using System.Text;

namespace Strangler.Services.Flask.Multipart;

/// <summary>Encodings by their Python names, as far as .NET has them.</summary>
internal static class Charset
{
    private static readonly DecoderFallback Replacement = new DecoderReplacementFallback("\ufffd");

    /// <summary>Null for an unknown encoding. Bytes that are invalid in it become U+FFFD.</summary>
    public static Encoding? Find(string name) => Find(name, Replacement);

    /// <summary>Like <see cref="Find(string)"/>, but for invalid bytes the encoding throws <see cref="DecoderFallbackException"/>.</summary>
    public static Encoding? FindStrict(string name) => Find(name, DecoderFallback.ExceptionFallback);

    private static Encoding? Find(string name, DecoderFallback fallback)
    {
        var key = NameOf(name);
        try
        {
            return key.StartsWith("cp", StringComparison.Ordinal) && int.TryParse(key[2..], NumberStyles.None, CultureInfo.InvariantCulture, out var page)
                ? CodePagesEncodingProvider.Instance.GetEncoding(page, EncoderFallback.ReplacementFallback, fallback)
                : CodePagesEncodingProvider.Instance.GetEncoding(key, EncoderFallback.ReplacementFallback, fallback)
                    ?? Encoding.GetEncoding(key, EncoderFallback.ReplacementFallback, fallback);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static string NameOf(string python)
    {
        var spelt = new string([.. python.Select(c => char.IsAsciiLetterOrDigit(c) || c == '.' ? char.ToLowerInvariant(c) : ' ')]);
        var name = string.Join('-', spelt.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return name switch
        {
            "utf8" or "u8" => "utf-8",
            "latin-1" or "latin1" or "latin" or "l1" or "8859" or "iso8859" => "iso-8859-1",
            _ when name.StartsWith("iso8859-", StringComparison.Ordinal) => "iso-8859-" + name[8..],
            _ => name,
        };
    }
}
