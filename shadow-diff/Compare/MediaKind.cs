using Microsoft.Net.Http.Headers;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Compare;

/// <summary>What a response's <c>Content-Type</c> says of its body.</summary>
internal static class MediaKind
{
    public static bool IsJson(CapturedResponse response) => TypeOf(response) is { } type
        && (type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));

    public static bool IsHtml(CapturedResponse response) => TypeOf(response) is { } type
        && type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Null where none is declared.</summary>
    public static string? CharsetOf(CapturedResponse response) =>
        TypeOf(response) is { } type ? HeaderUtilities.RemoveQuotes(type.Charset).Value : null;

    /// <inheritdoc cref="CharsetOf(CapturedResponse)"/>
    public static string? CharsetOf(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) ? HeaderUtilities.RemoveQuotes(type.Charset).Value : null;

    private static MediaTypeHeaderValue? TypeOf(CapturedResponse response) =>
        response.Headers.TryGetValue("Content-Type", out var value) && MediaTypeHeaderValue.TryParse(value.ToString(), out var type) ? type : null;
}
