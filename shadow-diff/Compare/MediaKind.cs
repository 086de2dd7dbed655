using System.Text.Unicode;
using Microsoft.Net.Http.Headers;
using Strangler.ShadowDiff.Capture;

namespace Strangler.ShadowDiff.Compare;

/// <summary>Tells JSON, text and binary bodies apart by their declared type.</summary>
internal static class MediaKind
{
    public static bool IsJson(CapturedResponse response) =>
        !IsEncoded(response) && TypeOf(response) is { } type
        && (type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));

    public static bool IsText(CapturedResponse response, byte[] body) =>
        !IsEncoded(response) && Utf8.IsValid(body) && !body.AsSpan().Contains((byte)0);

    private static bool IsEncoded(CapturedResponse response) =>
        response.Headers.TryGetValue("Content-Encoding", out var coding)
        && !string.Equals(coding, "identity", StringComparison.OrdinalIgnoreCase);

    private static MediaTypeHeaderValue? TypeOf(CapturedResponse response) =>
        response.Headers.TryGetValue("Content-Type", out var value) && MediaTypeHeaderValue.TryParse(value.ToString(), out var type) ? type : null;
}
