using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;
using Strangler.Gateway.Listeners;

namespace Strangler.Gateway.Legacy;

/// <summary>The headers of a request as legacy gets them, whoever sends it: as the client sent them, without what belongs to the client's connection.</summary>
internal static class LegacyRequestHeaders
{
    /// <summary>Legacy refuses more than 99 header lines (contract 3.7); a request at that limit must not exceed it by the lines that are added here.</summary>
    private const int MostLines = 99;

    private const int LinesOfForwarded = 3;

    private const string ForwardedPrefix = "X-Forwarded";

    /// <summary>Hop-by-hop headers, and what a client could write to pass for another address.</summary>
    private static readonly FrozenSet<string> Dropped = HopByHop.Names
        .Concat(["Forwarded", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "CF-Connecting-IP"])
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Writes those of the client, a line for each name; how many that are.</summary>
    public static int Copy<TRequest>(HttpContext context, ref TRequest legacy)
        where TRequest : ILegacyRequest
    {
        var headers = context.Request.Headers;
        var nominated = HopByHop.Nominated(headers.Connection);
        var isChunked = headers.TransferEncoding.Count > 0;
        var lines = 0;
        foreach (var (name, values) in headers)
        {
            var isOverruled = isChunked && name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase);
            if (isOverruled || IsDropped(name) || HopByHop.Contains(nominated, name))
                continue;
            lines++;
            legacy.Add(name, values.Count <= 1 ? values.ToString() : Join(name, values));
        }

        return lines;
    }

    /// <summary>Adds who asked, where that fits.</summary>
    /// <param name="context">The request.</param>
    /// <param name="lines">How many there are.</param>
    /// <param name="legacy">Gets them.</param>
    public static void AddForwarded<TRequest>(HttpContext context, int lines, ref TRequest legacy)
        where TRequest : ILegacyRequest
    {
        if (lines + LinesOfForwarded > MostLines)
            return;
        var client = context.Features.Get<ClientConnection>()?.Client.Name ?? context.Connection.RemoteIpAddress?.ToString();
        if (client is not null)
            legacy.Add("X-Forwarded-For", client);
        if (context.Request.Headers.Host is [{ } host])
            legacy.Add("X-Forwarded-Host", host);
        legacy.Add("X-Forwarded-Proto", context.Request.Scheme);
    }

    private static bool IsDropped(string name) =>
        Dropped.Contains(name) || name.StartsWith(ForwardedPrefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Legacy gets one line for each name. Joined like this, Flask sees what it makes of several lines itself.</summary>
    private static string Join(string name, StringValues values) =>
        string.Join(name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) ? "; " : ",", (IEnumerable<string?>)values);
}

/// <summary>A request to legacy that is being made.</summary>
internal interface ILegacyRequest
{
    /// <summary>Adds a header, as Latin-1.</summary>
    void Add(string name, string value);
}
