using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;

namespace Strangler.Gateway.Legacy;

/// <summary>Headers that belong to one connection and end with it (RFC 9110 7.6.1). YARP puts back those of an upgrade.</summary>
internal static class HopByHop
{
    public static readonly string[] Names =
        ["Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "HTTP2-Settings"];

    private static readonly FrozenSet<string> Options = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "close", "keep-alive", "upgrade");

    /// <summary>Nominating these would change who is asked or where the body ends; they stay.</summary>
    private static readonly FrozenSet<string> Kept = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Host", "Content-Length");

    /// <summary>The names of further headers that a <c>Connection</c> header declares hop-by-hop; null when it holds the usual options only.</summary>
    /// <remarks>Kestrel keeps only the option of a client's <c>Connection: close, X-Mine</c>: names beside an option are lost before this sees them.</remarks>
    public static List<string>? Nominated(StringValues connection)
    {
        List<string>? nominated = null;
        foreach (var line in connection)
        {
            if (line is null || Options.Contains(line))
                continue;
            foreach (var token in line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (!Options.Contains(token) && !Kept.Contains(token))
                    (nominated ??= []).Add(token);
            }
        }

        return nominated;
    }

    public static bool Contains(List<string>? nominated, string name) =>
        nominated is not null && nominated.Contains(name, StringComparer.OrdinalIgnoreCase);
}
