using System.Text;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Compare;

/// <summary>Reads a body as text: by its byte order mark, else its declared charset, else UTF-8.</summary>
internal static class TextBody
{
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Without the mark; null when the bytes are no text of that encoding, or hold a NUL.</summary>
    public static string? Of(CapturedResponse response, byte[] body)
    {
        var (encoding, mark) = Marked(body) ?? (Declared(response) ?? Utf8, 0);
        try
        {
            var text = encoding.GetString(body.AsSpan(mark));
            return text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static (Encoding Encoding, int Length)? Marked(byte[] body) => body switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Utf8, 3),
        [0xFF, 0xFE, ..] => (new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true), 2),
        [0xFE, 0xFF, ..] => (new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true), 2),
        _ => null,
    };

    private static Encoding? Declared(CapturedResponse response) => MediaKind.CharsetOf(response) is { Length: > 0 } charset ? EncodingOf(charset) : null;

    /// <summary>Null for a charset that .NET has no decoder for; one that it has refuses bytes that are none of it.</summary>
    public static Encoding? EncodingOf(string charset)
    {
        try
        {
            return Encoding.GetEncoding(charset, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (Exception ex) when (ex is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
