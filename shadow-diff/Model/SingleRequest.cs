using System.Buffers;
using Microsoft.Extensions.Primitives;

namespace Strangler.ShadowDiff.Model;

/// <summary>
/// Judges whether method, target and headers make one request and no more. .NET's client does not look: it writes a line feed of a target or a
/// value as it stands, a target's character beyond ASCII as a NUL, and a value's character beyond Latin-1 as one that looks like it.
/// </summary>
public static class SingleRequest
{
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>The methods that .NET's client writes in capitals, however they are given.</summary>
    private static readonly string[] InCapitals = ["GET", "PUT", "POST", "HEAD", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "QUERY"];

    /// <summary>Why it cannot go out as it is written, as a clause; null when it can. Stricter than what a listener takes: recorded requests come from anywhere.</summary>
    public static string? WhyNot(string method, string target, IEnumerable<KeyValuePair<string, StringValues>> headers) =>
        WhyNotMethod(method)
        ?? (target.Length == 0 || !CanBeTarget(target) ? "its target is empty, or holds a blank, a control or a non-ASCII character" : null)
        ?? headers.Select(header => WhyNotHeader(header.Key, header.Value)).FirstOrDefault(why => why is not null);

    /// <summary>True for a name or a method (RFC 9110 5.6.2).</summary>
    public static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(TokenCharacters);

    /// <summary>True when nothing in it ends a request line, or changes on its way.</summary>
    public static bool CanBeTarget(string text) => !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>True when nothing in it ends a header field, or changes on its way. Other control characters are odd, but one request.</summary>
    public static bool StaysOneField(string value) => value.All(c => c is not ('\r' or '\n' or '\0') and <= 'ÿ');

    private static string? WhyNotMethod(string method) => method switch
    {
        _ when !IsToken(method) => "its method is no token (RFC 9110 5.6.2)",
        "CONNECT" => "CONNECT opens a tunnel",
        _ when !InCapitals.Contains(method) && InCapitals.Contains(method, StringComparer.OrdinalIgnoreCase) => $"its method is written {method}, not {method.ToUpperInvariant()}",
        _ => null,
    };

    private static string? WhyNotHeader(string name, StringValues values)
    {
        if (!IsToken(name))
            return "the name of a header is no token (RFC 9110 5.6.2)";

        return values.All(value => value is null || (StaysOneField(value) && !value.Any(c => c is (< ' ' and not '\t') or '\x7f')))
            ? null
            : $"the header {name} holds a control character, or one beyond Latin-1";
    }
}
