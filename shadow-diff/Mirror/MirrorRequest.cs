using System.Collections.Frozen;
using Strangler.ShadowDiff.Capture;

namespace Strangler.ShadowDiff.Mirror;

/// <summary>Builds the request to legacy: same method, target byte for byte, headers and body, without what belongs to the client's own connection.</summary>
internal static class MirrorRequest
{
    /// <summary>Hop-by-hop (RFC 9110 7.6.1), or set anew by whoever sends.</summary>
    private static readonly FrozenSet<string> NotForwarded = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Connection", "Content-Length", "Expect", "Forwarded", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection",
        "TE", "Trailer", "Transfer-Encoding", "Upgrade", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix");

    /// <exception cref="UriFormatException">The target has no path, as with CONNECT.</exception>
    public static HttpRequestMessage Create(CapturedExchange exchange, string guard)
    {
        var captured = exchange.Request;
        var request = new HttpRequestMessage(new HttpMethod(captured.Method), Target(exchange.Plan.LegacyAddress!, captured.RawTarget))
        {
            Version = System.Net.HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = captured.HasBody ? new ByteArrayContent(captured.Body) : null,
        };
        CopyHeaders(captured, request);
        request.Headers.TryAddWithoutValidation(ShadowGuard.HeaderName, guard);
        return request;
    }

    private static Uri Target(Uri legacy, string rawTarget)
    {
        var target = rawTarget;
        if (!target.StartsWith('/'))
        {
            // Absolute form (RFC 9112 3.2.2): what follows the authority. Anything else has no path to send.
            var authority = target.IndexOf("://", StringComparison.Ordinal);
            var path = authority < 0 ? -1 : target.IndexOf('/', authority + 3);
            target = path >= 0 ? target[path..] : authority >= 0 ? "/" : throw new UriFormatException($"\"{rawTarget}\" has no path.");
        }

        return new Uri(legacy.GetLeftPart(UriPartial.Authority) + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }

    private static void CopyHeaders(CapturedRequest captured, HttpRequestMessage request)
    {
        var nominated = captured.Headers.TryGetValue("Connection", out var connection)
            ? connection.ToString().Split(',', StringSplitOptions.TrimEntries)
            : [];
        foreach (var (name, values) in captured.Headers)
        {
            if (NotForwarded.Contains(name) || nominated.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content ??= new ByteArrayContent([]);
                request.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        if (captured.Headers.ContainsKey("Transfer-Encoding"))
        {
            request.Headers.TransferEncodingChunked = true;
        }
    }
}
