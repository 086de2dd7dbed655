using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Strangler.ShadowDiff.Compare;

/// <summary>Brings a header's values into a form in which equal meaning is equal text.</summary>
internal static class HeaderForm
{
    public static IReadOnlyList<string> Of(string name, StringValues values) => name switch
    {
        "Content-Type" => [.. Texts(values).Select(MediaType)],
        "Set-Cookie" => [.. Texts(values).Select(CookieWithoutValue).Order(StringComparer.Ordinal)],
        _ when NoticeableHeaders.IsList(name) => [.. Texts(values).SelectMany(Items)],
        _ => [.. Texts(values).Select(text => text.Trim())],
    };

    private static IEnumerable<string> Texts(StringValues values) => values.Select(value => value ?? "");

    private static IEnumerable<string> Items(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => item.ToLowerInvariant());

    /// <summary>Case and blanks mean nothing in a media type (RFC 9110 8.3.1).</summary>
    private static string MediaType(string text) =>
        MediaTypeHeaderValue.TryParse(text, out var type)
            ? string.Join(';', type.Parameters.Select(Parameter).Order(StringComparer.Ordinal).Prepend(Lower(type.MediaType)))
            : text;

    private static string Parameter(NameValueHeaderValue parameter) => $"{Lower(parameter.Name)}={Lower(HeaderUtilities.RemoveQuotes(parameter.Value))}";

    /// <summary>Values of cookies are credentials: only name and attributes are compared, in any order.</summary>
    private static string CookieWithoutValue(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        var name = parts[0].Split('=')[0];
        return string.Join("; ", parts.Skip(1).Select(part => part.ToLowerInvariant()).Order(StringComparer.Ordinal).Prepend(name));
    }

    private static string Lower(StringSegment segment) => (segment.Value ?? "").ToLowerInvariant();
}
