using System.Collections.Frozen;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Strangler.Gateway.Listeners;
using Strangler.Services.Flask;
using Yarp.ReverseProxy.Transforms;

namespace Strangler.Gateway.Legacy;

/// <summary>The request as legacy gets it: target and headers as the client sent them, without what belongs to the client's connection.</summary>
internal sealed class LegacyRequestTransform : RequestTransform
{
    /// <summary>Legacy refuses more than 99 header lines (contract 3.7); a request at that limit must not exceed it by the lines that are added here.</summary>
    private const int MostHeaderLines = 99;

    private const int LinesOfForwarded = 3;

    private const string ForwardedPrefix = "X-Forwarded";

    /// <summary>Hop-by-hop headers, and what a client could write to pass for another address.</summary>
    private static readonly FrozenSet<string> Dropped = HopByHop.Names
        .Concat(["Forwarded", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "CF-Connecting-IP"])
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var target = context.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        context.ProxyRequest.RequestUri = AddressOf(context.DestinationPrefix, target);

        var lines = CopyHeaders(context);
        ForbidRetry(context);
        if (lines + (HasLengthOfOurs(context) ? 1 : 0) + LinesOfForwarded <= MostHeaderLines)
            AddForwarded(context);
        EarlyAnswer.Watch(context.HttpContext, context.ProxyRequest);
        return default;
    }

    /// <summary>The address to ask, with the request target exactly as the client wrote it (dotnet/yarp#1419).</summary>
    private static Uri AddressOf(string prefix, string target) =>
        new(string.Concat(prefix.AsSpan().TrimEnd('/'), RequestTarget.OriginForm(target)), Verbatim);

    private static int CopyHeaders(RequestTransformContext context)
    {
        var headers = context.HttpContext.Request.Headers;
        var nominated = HopByHop.Nominated(headers.Connection);
        var isChunked = headers.TransferEncoding.Count > 0;
        var lines = 0;
        foreach (var (name, values) in headers)
        {
            var isOverruled = isChunked && name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase);
            if (isOverruled || IsDropped(name) || HopByHop.Contains(nominated, name))
                continue;
            lines++;
            if (name == "Host")
                ClientHost.Set(context.ProxyRequest, values.ToString());
            else
                AddHeader(context, name, values.Count <= 1 ? values : Join(name, values));
        }

        return lines;
    }

    private static bool IsDropped(string name) =>
        Dropped.Contains(name) || name.StartsWith(ForwardedPrefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The HTTP client sends one line per name. Joined like this, Flask sees what it makes of several lines itself.</summary>
    private static StringValues Join(string name, StringValues values) =>
        string.Join(name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) ? "; " : ",", (IEnumerable<string?>)values);

    private static void AddForwarded(RequestTransformContext context)
    {
        var http = context.HttpContext;
        var client = http.Features.Get<ClientConnection>()?.Client.Name ?? http.Connection.RemoteIpAddress?.ToString();
        if (client is not null)
            AddHeader(context, "X-Forwarded-For", client);
        if (http.Request.Headers.Host is { Count: 1 } host)
            AddHeader(context, "X-Forwarded-Host", host);
        AddHeader(context, "X-Forwarded-Proto", http.Request.Scheme);
    }

    /// <summary>
    /// The HTTP client asks again when a connection ends without an answer and no body was sent. Legacy may have acted by then, so
    /// that is for safe methods only. The header is on the wire in either case.
    /// </summary>
    private static void ForbidRetry(RequestTransformContext context)
    {
        if (context.ProxyRequest.Content is null && !IsSafe(context.ProxyRequest.Method))
            AddHeader(context, "Content-Length", "0");
    }

    /// <summary>Whether the HTTP client adds a line that says how long the body is: the client's own was none, or belonged to its connection.</summary>
    private static bool HasLengthOfOurs(RequestTransformContext context) =>
        context.ProxyRequest.Content is not null && (context.HttpContext.Request.ContentLength is null || context.HttpContext.Request.Headers.TransferEncoding.Count > 0);

    private static bool IsSafe(HttpMethod method) =>
        method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Options || method == HttpMethod.Trace;
}
