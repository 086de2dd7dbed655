using System.Diagnostics.CodeAnalysis;

namespace Strangler.Gateway.Cutover;

/// <summary>
/// Compares the path as the client wrote it with a route's pattern the way Flask does (contract 3.3): case-sensitive, percent-escapes
/// decoded, dot segments and a trailing slash left alone. ASP.NET Core's routing is laxer, and what Flask would not have matched
/// belongs to Flask's catch-all.
/// </summary>
internal static class RawPath
{
    public static bool Matches(string rawTarget, string pattern)
    {
        if (rawTarget.StartsWith(pattern, StringComparison.Ordinal)
            && (rawTarget.Length == pattern.Length || rawTarget[pattern.Length] == '?'))
        {
            return true;
        }

        return MatchesDecoded(rawTarget, pattern);
    }

    private static bool MatchesDecoded(string rawTarget, string pattern)
    {
        var path = rawTarget.AsSpan();
        if (!rawTarget.StartsWith('/') && !TryStripAuthority(rawTarget, out path))
            return false;

        var query = path.IndexOf('?');
        if (query >= 0)
            path = path[..query];

        return path.Contains('%') ? Uri.UnescapeDataString(path).Equals(pattern, StringComparison.Ordinal) : path.SequenceEqual(pattern);
    }

    // Absolute form: http://host/path (RFC 9112 3.2.2).
    private static bool TryStripAuthority(string rawTarget, [NotNullWhen(true)] out ReadOnlySpan<char> path)
    {
        path = default;
        var authority = rawTarget.IndexOf("://", StringComparison.Ordinal);
        if (authority < 0)
            return false;

        var slash = rawTarget.IndexOf('/', authority + 3);
        if (slash < 0)
            return false;

        path = rawTarget.AsSpan(slash);
        return true;
    }
}
