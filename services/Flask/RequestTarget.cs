namespace Strangler.Services.Flask;

/// <summary>The target on a request line, taken apart as Werkzeug does it; nothing is decoded.</summary>
public static class RequestTarget
{
    /// <summary>
    /// Path, query and fragment as the client wrote them, without a scheme and authority before them. An empty path becomes <c>/</c>,
    /// as any proxy has to write it (RFC 9112 3.2.1), and <c>*</c>, which no HTTP client can send, <c>/*</c>, which Flask answers alike.
    /// </summary>
    /// <param name="target">Origin form, absolute form, authority form or <c>*</c> (RFC 9112 3.2).</param>
    public static string OriginForm(string target)
    {
        if (target.StartsWith('/'))
            return target;
        var rest = WithoutAuthority(target);
        return rest.StartsWith('/') ? rest.ToString() : $"/{rest}";
    }

    /// <summary>The path of an origin form alone.</summary>
    internal static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> originForm)
    {
        var end = originForm.IndexOfAny('?', '#');
        return end < 0 ? originForm : originForm[..end];
    }

    /// <summary>The query with its question mark; empty when there is none.</summary>
    internal static ReadOnlySpan<char> QueryOf(string target)
    {
        var end = target.IndexOf('#', StringComparison.Ordinal);
        var rest = end < 0 ? target : target.AsSpan(0, end);
        var query = rest.IndexOf('?');
        return query < 0 || query == rest.Length - 1 ? [] : rest[query..];
    }

    private static ReadOnlySpan<char> WithoutAuthority(ReadOnlySpan<char> target)
    {
        var rest = HasScheme(target, out var colon) ? target[(colon + 1)..] : target;
        if (!rest.StartsWith("//"))
            return rest;
        var end = rest[2..].IndexOfAny('/', '?', '#');
        return end < 0 ? [] : rest[(end + 2)..];
    }

    /// <summary>Digits alone behind the colon are a port: <c>host:80</c> is a path to Werkzeug, <c>host:80/x</c> has a scheme.</summary>
    private static bool HasScheme(ReadOnlySpan<char> target, out int colon)
    {
        colon = target.IndexOf(':');
        if (colon <= 0)
            return false;
        foreach (var c in target[..colon])
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or ',' or '-' or '.'))
                return false;
        }

        var rest = target[(colon + 1)..];
        return rest.IsEmpty || rest.ContainsAnyExceptInRange('0', '9');
    }
}
