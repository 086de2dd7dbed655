using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Strangler.ShadowDiff.Compare;

/// <summary>Brings a header's values into a form in which equal meaning is equal text.</summary>
internal static class HeaderForm
{
    public static IReadOnlyList<string> Of(string name, StringValues values) => name switch
    {
        "Content-Type" => [.. Texts(values).Select(MediaType)],
        "Content-Disposition" => [.. Texts(values).Select(Disposition)],
        "Content-Encoding" => [.. Texts(values).SelectMany(Items).Where(coding => coding != "identity")],
        "Access-Control-Allow-Methods" => [.. Texts(values).SelectMany(Parts).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        "Access-Control-Allow-Headers" or "Access-Control-Expose-Headers" => [.. Texts(values).SelectMany(Items).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        "Vary" => [.. Texts(values).SelectMany(Items).Distinct(StringComparer.Ordinal)],
        "Set-Cookie" => [.. Texts(values).Select(CookieWithoutValue).Order(StringComparer.Ordinal)],
        _ when NoticeableHeaders.IsList(name) => [.. Texts(values).SelectMany(Items)],
        _ => [.. Texts(values).Select(text => text.Trim())],
    };

    private static IEnumerable<string> Texts(StringValues values) => values.Select(value => value ?? "");

    private static IEnumerable<string> Items(string text) => Parts(text).Select(item => item.ToLowerInvariant());

    /// <summary>Of a list whose items are told apart by case, as methods are (Fetch 3.3.4).</summary>
    private static string[] Parts(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Quotes, blanks, and the case of names mean nothing; a name in <c>filename*</c> outranks the other (RFC 6266 4.3).</summary>
    private static string Disposition(string text)
    {
        if (!ContentDispositionHeaderValue.TryParse(text, out var disposition))
            return text.Trim();

        var parameters = disposition.Parameters.ToDictionary(parameter => Lower(parameter.Name), parameter => HeaderUtilities.UnescapeAsQuotedString(parameter.Value).ToString(), StringComparer.Ordinal);
        if (parameters.ContainsKey("filename*"))
            parameters.Remove("filename");

        return string.Join(';', parameters.Select(parameter => $"{parameter.Key}={parameter.Value}").Order(StringComparer.Ordinal).Prepend(Lower(disposition.DispositionType)));
    }

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
