using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Strangler.Gateway.Listeners;

/// <summary>
/// What Kestrel lets through and two HTTP parsers in a row could read differently. Such a request is refused rather than passed on:
/// it is how one client's bytes become another client's request.
/// </summary>
internal static class MalformedRequest
{
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<char> ControlCharacters = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(c => c != '\t').Select(c => (char)c), '\x7f']);

    /// <summary>Why the request is refused; null when it is well-formed.</summary>
    public static string? Reason(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (target.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return "The request target holds a control character, a blank or a byte outside ASCII";

        var headers = context.Request.Headers;
        if (headers.Host is { Count: 1 } host && HostFault(host[0]!) is { } fault)
            return fault;

        foreach (var header in headers)
        {
            if (HasControlCharacter(header.Value))
                return "A header value holds a control character";
            if (header.Key.AsSpan().ContainsAnyExcept(TokenCharacters))
                return "A header name holds a character that is not allowed there";
            if (LooksLike(header.Key, "transferencoding", "Transfer-Encoding") || LooksLike(header.Key, "contentlength", "Content-Length"))
                return "A header name looks like Transfer-Encoding or Content-Length and is neither";
        }

        return null;
    }

    /// <remarks>Whoever asks ASP.NET Core for the host of <c>xn--</c> gets an exception, and the proxy does ask.</remarks>
    private static string? HostFault(string host)
    {
        if (host.Length == 0)
            return "The Host header is empty";
        if (!host.Contains("xn--", StringComparison.OrdinalIgnoreCase))
            return null;
        try
        {
            HostString.FromUriComponent(host);
            return null;
        }
        catch (ArgumentException)
        {
            return "The Host header is not a valid internationalized name";
        }
    }

    private static bool HasControlCharacter(StringValues values)
    {
        foreach (var value in values)
        {
            if (value.AsSpan().ContainsAny(ControlCharacters))
                return true;
        }

        return false;
    }

    /// <summary>Some servers read <c>Content_Length</c> as <c>Content-Length</c>: the letters alone decide.</summary>
    private static bool LooksLike(string name, string letters, string exact)
    {
        var matched = 0;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetter(c))
                continue;
            if (matched == letters.Length || (c | 0x20) != letters[matched])
                return false;
            matched++;
        }

        return matched == letters.Length && !name.Equals(exact, StringComparison.OrdinalIgnoreCase);
    }
}
