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

    private static string Parameter(NameValueHeaderValue parameter)
    {
        var (name, value) = (Lower(parameter.Name), HeaderUtilities.RemoveQuotes(parameter.Value));
        return $"{name}={(name == "charset" ? Lower(value) : value)}";
    }

    /// <summary>Values of cookies are credentials: only whether there is one is compared, and the attributes, in any order (RFC 6265 5.2).</summary>
    private static string CookieWithoutValue(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var (name, value) = Split(parts.FirstOrDefault(""));
        return string.Join("; ", parts.Skip(1).Select(Attribute).Order(StringComparer.Ordinal).Prepend(value.Length == 0 ? $"{name}=" : $"{name}=(a value)"));
    }

    private static string Attribute(string text)
    {
        var (name, value) = Split(text);
        var form = name.ToLowerInvariant();
        return form switch
        {
            "domain" => $"{form}={value.TrimStart('.').ToLowerInvariant()}",
            "samesite" => $"{form}={value.ToLowerInvariant()}",
            "httponly" or "secure" => form,
            _ => $"{form}={value}",
        };
    }

    private static (string Name, string Value) Split(string text) =>
        text.Split('=', 2, StringSplitOptions.TrimEntries) is [var name, var value] ? (name, value) : (text, "");

    private static string Lower(StringSegment segment) => (segment.Value ?? "").ToLowerInvariant();
}
