using System.Text;
using Microsoft.Net.Http.Headers;

namespace Strangler.Services.Wire;

/// <summary>The encoding that a part of a form declares, by the names that Python knows.</summary>
internal static class PartCharset
{
    /// <exception cref="ArgumentException">The charset is unknown; legacy fails, too.</exception>
    public static Encoding Of(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || !type.Charset.HasValue)
            return Encoding.UTF8;
        var name = HeaderUtilities.RemoveQuotes(type.Charset).ToString().Replace('_', '-').ToLowerInvariant();
        return name switch
        {
            "utf8" => Encoding.UTF8,
            "latin-1" or "latin1" or "l1" => Encoding.Latin1,
            _ when name.StartsWith("cp", StringComparison.Ordinal) => Find("windows-" + name[2..]),
            _ => Find(name),
        };
    }

    private static Encoding Find(string name) => CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
}
