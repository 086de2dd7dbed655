namespace Strangler.Services.Flask;

/// <summary>Derives the <see cref="BodyType"/> from a Content-Type as Werkzeug does: parameters and case play no part.</summary>
internal static class BodyTypes
{
    public static BodyType Of(string? contentType) => MediaType(contentType) switch
    {
        "application/json" => BodyType.Json,
        "application/x-www-form-urlencoded" or "application/x-url-encoded" => BodyType.UrlEncoded,
        "multipart/form-data" => BodyType.Multipart,
        var type when type.StartsWith("application/", StringComparison.Ordinal) && type.EndsWith("+json", StringComparison.Ordinal) => BodyType.Json,
        _ => BodyType.Other,
    };

    private static string MediaType(string? contentType)
    {
        var text = contentType.AsSpan().TrimStart();
        var end = text.IndexOfAny(" \t;,");
        return (end < 0 ? text : text[..end]).ToString().ToLowerInvariant();
    }
}

/// <summary>How a view reads a request body.</summary>
internal enum BodyType
{
    Other,
    Json,
    UrlEncoded,
    Multipart,
}
