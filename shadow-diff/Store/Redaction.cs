using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;

namespace Strangler.ShadowDiff.Store;

/// <summary>Takes credentials out of what is stored (architecture 3). They are needed to mirror a request, and nowhere after.</summary>
internal static class Redaction
{
    public const string Placeholder = "(not stored)";

    private static readonly FrozenSet<string> Credentials = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "Authorization", "Cookie", "Proxy-Authorization", "Set-Cookie", "X-Api-Key");

    public static IReadOnlyList<string[]> Headers(IReadOnlyDictionary<string, StringValues> headers) =>
    [
        .. from header in headers
           from value in header.Value
           select new[] { header.Key, Credentials.Contains(header.Key) ? Placeholder : value ?? "" },
    ];
}
