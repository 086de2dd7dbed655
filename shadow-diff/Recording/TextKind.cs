using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Strangler.ShadowDiff.Recording;

/// <summary>How a text that is no JSON is taken apart.</summary>
internal enum TextKind
{
    /// <summary>Not at all.</summary>
    Other,

    /// <summary>A form, written as a query is.</summary>
    Form,

    /// <summary>A web page, a script or a style sheet.</summary>
    Page,
}

/// <summary>Tells them apart by the type that a message declares.</summary>
internal static class TextKinds
{
    private static readonly FrozenSet<string> Pages = FrozenSet.Create(
        "text/html", "text/css", "text/javascript", "application/javascript", "application/xhtml+xml", "image/svg+xml");

    public static TextKind Of(IReadOnlyDictionary<string, StringValues> headers) => Of(headers.TryGetValue("Content-Type", out var value) ? value.ToString() : null);

    /// <param name="contentType">Null where none is declared.</param>
    public static TextKind Of(string? contentType) =>
        !MediaTypeHeaderValue.TryParse(contentType, out var type) ? TextKind.Other
        : type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) ? TextKind.Form
        : Pages.Contains(type.MediaType.ToString().ToLowerInvariant()) ? TextKind.Page
        : TextKind.Other;
}
