using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Strangler.Services.Flask;

/// <summary>
/// The path that Flask matches with its rules (contract 3.3), from the target on the request line: escapes decoded, <c>%2F</c> among
/// them, bytes that are no UTF-8 as U+FFFD, slashes at the start collapsed to one, the fragment cut off, everything else as it came.
/// ASP.NET Core's own path keeps <c>%2F</c>, takes a fragment for a part of the path and has its dot segments resolved.
/// </summary>
public static class RoutedPath
{
    /// <summary>Whether the server's own reading of a target is Flask's, too, as it is with nearly every request.</summary>
    /// <param name="target">The target on the request line.</param>
    /// <param name="path">The path that the server made of it.</param>
    public static bool IsPlain(string target, string path) =>
        target.StartsWith(path, StringComparison.Ordinal)
        && (target.Length == path.Length || target[path.Length] == '?')
        && path is "/" or ['/', not '/', ..]
        && !path.AsSpan().ContainsAny('%', '?')
        && !target.Contains('#');

    /// <summary>The path of the request as Flask sees it.</summary>
    public static string Of(HttpContext context) => Of(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);

    /// <summary>The path of a request target as Flask sees it. It begins with a slash.</summary>
    /// <param name="target">Origin form, absolute form, authority form or <c>*</c> (RFC 9112 3.2).</param>
    public static string Of(string target)
    {
        var origin = RequestTarget.OriginForm(target);
        var path = RequestTarget.PathOf(origin);
        var needsDecoding = path.Contains('%');
        if (!needsDecoding && path is "/" or ['/', not '/', ..])
            return path.Length == origin.Length ? origin : path.ToString();
        return "/" + (needsDecoding ? PercentText.Decode(path, plusIsBlank: false) : path.ToString()).TrimStart('/');
    }
}
