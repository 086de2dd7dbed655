using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Strangler.Services.Flask;

/// <summary>
/// The path that Flask matches with its rules (contract 3.3), from the target on the request line: escapes decoded, <c>%2F</c> among
/// them, slashes at the start collapsed to one, everything else as it came. ASP.NET Core's own path has its dot segments resolved.
/// </summary>
internal static class RoutedPath
{
    public static string Of(HttpContext context) => Of(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);

    /// <param name="target">Origin form, absolute form (RFC 9112 3.2.2) or <c>*</c>.</param>
    public static string Of(string target)
    {
        var path = WithoutAuthority(target);
        if (path.IndexOfAny('?', '#') is >= 0 and var end)
            path = path[..end];
        var needsDecoding = path.Contains('%');
        if (!needsDecoding && path is "/" or ['/', not '/', ..])
            return path.Length == target.Length ? target : path.ToString();
        return "/" + (needsDecoding ? Decode(path) : path.ToString()).TrimStart('/');
    }

    private static ReadOnlySpan<char> WithoutAuthority(string target)
    {
        var colon = target.StartsWith('/') ? -1 : target.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return target;
        var rest = target.AsSpan(colon + 1);
        if (!rest.StartsWith("//"))
            return rest;
        var end = rest[2..].IndexOfAny('/', '?', '#');
        return end < 0 ? default : rest[(end + 2)..];
    }

    private static string Decode(ReadOnlySpan<char> path)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(path)];
        return PercentText.Decode(bytes.AsSpan(0, Encoding.UTF8.GetBytes(path, bytes)), plusIsBlank: false);
    }
}
