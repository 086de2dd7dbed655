namespace Strangler.CommandLine.Cases.Har;

/// <summary>The address of a recorded request.</summary>
/// <param name="Origin">Scheme, host and port as RFC 6454 compares them: in small letters, without a user and without the scheme's own port.</param>
/// <param name="Target">What the request line held.</param>
internal sealed record HarUrl(string Origin, string Target)
{
    /// <summary>Cut where the text says, not parsed and put together again: the target keeps its bytes.</summary>
    /// <returns>Null when it is no address of an HTTP server.</returns>
    public static HarUrl? TryParse(string url)
    {
        if (url.IndexOf("://", StringComparison.Ordinal) is not (> 0 and var scheme))
            return null;

        var end = url.AsSpan(scheme + 3).IndexOfAny("/?#\\") is >= 0 and var found ? scheme + 3 + found : url.Length;
        if (url.AsSpan(0, end).ContainsAnyInRange('\0', ' ') || !Uri.TryCreate(url[..end], UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https") || server.Host.Length == 0 || server.Port == 0)
            return null;

        var target = url[end..].Split('#')[0];
        return new(OriginOf(server), target.StartsWith('/') ? target : "/" + target);
    }

    /// <summary>A name in letters of other scripts is the one that it is written as in ASCII (RFC 5891).</summary>
    private static string OriginOf(Uri server) => server.HostNameType == UriHostNameType.Dns
        ? $"{server.Scheme}://{server.IdnHost.ToLowerInvariant()}{(server.IsDefaultPort ? "" : $":{server.Port}")}"
        : server.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}
