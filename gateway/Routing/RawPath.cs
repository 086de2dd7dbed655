using System.Net;

namespace Strangler.Gateway.Routing;

/// <summary>
/// The path that Flask routes (contract 3.3): percent-escapes decoded first, <c>%2F</c> too, bytes that are no UTF-8 as U+FFFD, slashes at
/// the start collapsed to one, the fragment cut off; dot segments and everything else left alone.
/// </summary>
internal static class RawPath
{
    /// <summary>Whether the server's own reading of the target is Flask's too, as with nearly every request.</summary>
    public static bool IsPlain(string rawTarget, string path) =>
        rawTarget.StartsWith(path, StringComparison.Ordinal)
        && (rawTarget.Length == path.Length || rawTarget[path.Length] == '?')
        && !path.StartsWith("//", StringComparison.Ordinal)
        && !path.Contains('%')
        && !rawTarget.Contains('#');

    /// <summary>The path of a request target; empty where an absolute form has none, which Flask redirects.</summary>
    public static string Of(string rawTarget)
    {
        var path = WithoutAuthority(rawTarget);
        if (path.IndexOfAny('?', '#') is >= 0 and var end)
            path = path[..end];
        if (path.Length == 0)
            return "";

        // A plus is a plus in a path (contract 3.3).
        var decoded = WebUtility.UrlDecode(path.ToString().Replace("+", "%2B", StringComparison.Ordinal));
        return "/" + decoded.TrimStart('/');
    }

    // Absolute form: http://host/path (RFC 9112 3.2.2).
    private static ReadOnlySpan<char> WithoutAuthority(string rawTarget)
    {
        var authority = rawTarget.StartsWith('/') ? -1 : rawTarget.IndexOf("://", StringComparison.Ordinal);
        if (authority < 0)
            return rawTarget;

        var rest = rawTarget.AsSpan(authority + 3);
        return rest.IndexOfAny('/', '?', '#') is >= 0 and var path ? rest[path..] : [];
    }
}
