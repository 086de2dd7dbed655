using System.Collections.Frozen;

namespace Strangler.ShadowDiff.Compare;

/// <summary>Which response headers are compared: all but those that are no part of the answer, and those that an operator names.</summary>
internal sealed class NoticeableHeaders
{
    /// <summary>Of one connection (RFC 9110 7.6.1), and how a message is framed on it.</summary>
    private static readonly string[] HopByHop = ["Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade"];

    /// <summary>The server's name for itself, its clock, and what it offers besides (contract 3.1, 14).</summary>
    private static readonly string[] OfTheServer = ["Alt-Svc", "Date", "Server", "Via", "X-Powered-By"];

    /// <summary>Another one in each answer, for whoever traces requests.</summary>
    private static readonly string[] OfTracing = ["Request-Id", "Server-Timing", "traceparent", "tracestate", "X-Correlation-Id", "X-Request-Id"];

    /// <summary>The gateway's own.</summary>
    private static readonly string[] OfTheGateway = ["X-Served-By", "X-Strangler-Shadow"];

    /// <summary>What a status or a body brings along (RFC 9110 8, 10.2, 11, 13, 14; RFC 9111 5), besides all that begins with <c>Content-</c>.</summary>
    private static readonly FrozenSet<string> OfTheStatus = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Accept-Ranges", "Age", "Allow", "Cache-Control", "ETag", "Expires", "Last-Modified", "Location", "Pragma", "Proxy-Authenticate", "Refresh", "Retry-After", "Vary", "WWW-Authenticate");

    private static readonly FrozenSet<string> Lists = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Accept-Ranges", "Access-Control-Allow-Headers", "Access-Control-Allow-Methods", "Access-Control-Expose-Headers", "Allow", "Cache-Control",
        "Content-Language", "Link", "Pragma", "Vary");

    private readonly FrozenSet<string> _unnoticed;

    /// <param name="more">Names that are not compared either.</param>
    public NoticeableHeaders(IEnumerable<string> more) =>
        _unnoticed = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, [.. HopByHop, .. OfTheServer, .. OfTracing, .. OfTheGateway, .. more]);

    /// <summary>Without an operator's additions.</summary>
    public static NoticeableHeaders Usual { get; } = new([]);

    public bool Contains(string name) => !_unnoticed.Contains(name);

    /// <summary>Whether it says who may read the answer (CORS).</summary>
    public static bool IsAccess(string name) => name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether another status or body explains another value.</summary>
    public static bool FollowsFromStatus(string name) => OfTheStatus.Contains(name) || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it says how a body is read.</summary>
    public static bool SaysWhatABodyIs(string name) =>
        name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) || name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the value is a comma-separated list whose order carries no meaning.</summary>
    public static bool IsList(string name) => Lists.Contains(name);

    /// <summary>Its usual spelling, where that is known: one name in all reports.</summary>
    public static string Spell(string name) => Spellings.TryGetValue(name, out var usual) ? usual : name;

    private static readonly FrozenSet<string> Spellings = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        [
            .. Lists, "Access-Control-Allow-Credentials", "Access-Control-Allow-Origin", "Access-Control-Max-Age", "Age", "Content-Disposition", "Content-Encoding",
            "Content-Length", "Content-Location", "Content-Range", "Content-Security-Policy", "Content-Type", "ETag", "Expires", "Last-Modified", "Location",
            "Referrer-Policy", "Refresh", "Retry-After", "Set-Cookie", "Strict-Transport-Security", "WWW-Authenticate", "X-Content-Type-Options", "X-Frame-Options",
        ]);
}
