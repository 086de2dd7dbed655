using System.Text;
using System.Text.Unicode;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Strangler.ShadowDiff.Compare;

namespace Strangler.ShadowDiff.Recording;

/// <summary>Tells which bodies are text that can be looked into, as it stands. Of any other one no byte is kept.</summary>
internal static class KeptText
{
    private static ReadOnlySpan<byte> Utf7Mark => "+/v"u8;

    /// <param name="body">The bytes.</param>
    /// <param name="headers">Those of its message.</param>
    /// <returns>Null when it is no UTF-8, when its declared charset reads it otherwise or is not known, or when it carries a coding.</returns>
    public static string? Of(byte[] body, IReadOnlyDictionary<string, StringValues> headers) =>
        Of(body, headers.GetValueOrDefault(HeaderNames.ContentType).ToString(), headers.GetValueOrDefault(HeaderNames.ContentEncoding).ToString());

    /// <inheritdoc cref="Of(byte[], IReadOnlyDictionary{string, StringValues})"/>
    public static string? Of(byte[] body, string? contentType, string? contentEncoding)
    {
        if (!Utf8.IsValid(body) || body.AsSpan().Contains((byte)0) || body.AsSpan().StartsWith(Utf7Mark) || HasCoding(contentEncoding))
            return null;

        var text = Encoding.UTF8.GetString(body);
        return MediaKind.CharsetOf(contentType) is not { Length: > 0 } charset || ReadsTheSame(text, body, charset) ? text : null;
    }

    private static bool HasCoding(string? contentEncoding) =>
        (contentEncoding ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Any(coding => !coding.Equals("identity", StringComparison.OrdinalIgnoreCase));

    private static bool ReadsTheSame(string text, byte[] body, string charset)
    {
        try
        {
            var encoding = charset.Equals("utf8", StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8
                : TextBody.EncodingOf(charset) ?? CodePagesEncodingProvider.Instance.GetEncoding(charset);
            return encoding?.GetString(body) == text;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
