using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Mirror;

/// <summary>Builds a request that arrives as it was once sent: same method, target byte for byte, headers and body, without what belongs to one connection.</summary>
public static class VerbatimRequest
{
    /// <summary>Hop-by-hop (RFC 9110 7.6.1), or set anew by whoever sends.</summary>
    private static readonly FrozenSet<string> NotForwarded = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Connection", "Content-Length", "Expect", "Forwarded", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection",
        "TE", "Trailer", "Transfer-Encoding", "Upgrade", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix");

    /// <param name="server">Scheme and authority to send to; its path counts for nothing.</param>
    /// <param name="target">Origin-form or absolute-form (RFC 9112 3.2), as on the request line.</param>
    /// <param name="headers">Names without regard to case.</param>
    /// <param name="body">Null for a request that announces none.</param>
    /// <exception cref="UriFormatException">The target has no path, as with CONNECT.</exception>
    /// <exception cref="FormatException">The method is no token, or the target or a header would end early or change on the wire.</exception>
    public static HttpRequestMessage Create(Uri server, string method, string target, IReadOnlyDictionary<string, StringValues> headers, byte[]? body)
    {
        if (!SingleRequest.CanBeTarget(target) || !headers.Values.All(values => values.All(value => value is null || SingleRequest.StaysOneField(value))))
            throw new FormatException("Its target or a header holds a line end, a NUL, or a character that does not go into HTTP.");

        var request = new HttpRequestMessage(new HttpMethod(method), Address(server, target))
        {
            Version = System.Net.HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body is null ? null : new ByteArrayContent(body),
        };
        CopyHeaders(headers, request);
        return request;
    }

    private static Uri Address(Uri server, string target)
    {
        if (!target.StartsWith('/'))
        {
            // Absolute form (RFC 9112 3.2.2): what follows the authority. Anything else has no path to send, nor has "://x", which lacks a scheme.
            var authority = target.IndexOf("://", StringComparison.Ordinal);
            var path = authority <= 0 ? -1 : target.IndexOf('/', authority + 3);
            target = path >= 0 ? target[path..] : authority > 0 ? "/" : throw new UriFormatException($"\"{target}\" has no path.");
        }

        return new Uri(server.GetLeftPart(UriPartial.Authority) + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }

    private static void CopyHeaders(IReadOnlyDictionary<string, StringValues> headers, HttpRequestMessage request)
    {
        var nominated = headers.TryGetValue("Connection", out var connection)
            ? connection.ToString().Split(',', StringSplitOptions.TrimEntries)
            : [];
        foreach (var (name, values) in headers)
        {
            if (NotForwarded.Contains(name) || nominated.Contains(name, StringComparer.OrdinalIgnoreCase))
                continue;

            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content ??= new ByteArrayContent([]);
                request.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        if (headers.ContainsKey("Transfer-Encoding"))
            request.Headers.TransferEncodingChunked = true;
    }
}
