using System.Collections.Frozen;

namespace Strangler.ShadowDiff.Compare;

/// <summary>
/// The allow-list of compared response headers. <c>Date</c>, <c>Server</c>, <c>Connection</c> and <c>Keep-Alive</c> are not on it:
/// they are hop-by-hop or the server's name for itself (contract 3.1, 14).
/// </summary>
internal static class NoticeableHeaders
{
    private const string CorsPrefix = "Access-Control-";

    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Accept-Ranges", "Allow", "Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length",
        "Content-Location", "Content-Range", "Content-Security-Policy", "Content-Type", "ETag", "Expires", "Last-Modified", "Link",
        "Location", "Pragma", "Refresh", "Retry-After", "Set-Cookie", "Strict-Transport-Security", "Vary", "WWW-Authenticate",
        "X-Content-Type-Options", "X-Frame-Options");

    private static readonly FrozenSet<string> Lists = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Access-Control-Allow-Headers", "Access-Control-Allow-Methods", "Access-Control-Expose-Headers", "Allow", "Cache-Control",
        "Content-Language", "Link", "Pragma", "Vary");

    /// <summary>Each compared name once, in a fixed order and its usual spelling.</summary>
    public static IEnumerable<string> In(IEnumerable<string> names) => names
        .Where(name => Names.Contains(name) || name.StartsWith(CorsPrefix, StringComparison.OrdinalIgnoreCase))
        .Select(Spell)
        .Distinct(StringComparer.OrdinalIgnoreCase)
        .Order(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the value is a comma-separated list whose order carries no meaning.</summary>
    public static bool IsList(string name) => Lists.Contains(name);

    private static string Spell(string name) => Names.TryGetValue(name, out var known) || Lists.TryGetValue(name, out known) ? known : name;
}
