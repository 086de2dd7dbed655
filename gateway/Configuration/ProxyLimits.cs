using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Strangler.Gateway.Routing;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Strangler.Gateway.Configuration;

/// <summary>
/// What YARP takes from <c>yarp.json</c> without a word and by which each request would then fail: policies of middleware that this gateway does
/// not have, versions that legacy does not speak, hosts that are none, two routes for one request.
/// </summary>
internal static partial class ProxyLimits
{
    private static readonly string[] WebProxySchemes = ["http", "https", "socks4", "socks4a", "socks5"];

    /// <summary>What is wrong with a route.</summary>
    public static IEnumerable<string> Errors(RouteConfig route)
    {
        (string Name, object? Value)[] unused =
        [
            (nameof(route.AuthorizationPolicy), route.AuthorizationPolicy),
            (nameof(route.CorsPolicy), route.CorsPolicy),
            (nameof(route.OutputCachePolicy), route.OutputCachePolicy),
            (nameof(route.RateLimiterPolicy), route.RateLimiterPolicy),
            (nameof(route.Timeout), route.Timeout),
            (nameof(route.TimeoutPolicy), route.TimeoutPolicy),
        ];
        return unused.Where(policy => policy.Value is not null)
            .Select(policy => $"{policy.Name} = \"{policy.Value}\": the gateway has no such policies; remove it")
            .Concat(route.MaxRequestBodySize < -1 ? [$"MaxRequestBodySize = \"{route.MaxRequestBodySize}\": must be 0 or more, or -1 for any size"] : [])
            .Concat((route.Match.Hosts ?? []).Where(host => !IsHost(host)).Select(host => $"Match:Hosts has '{host}'; write a host, host:port or *.domain"))
            .Select(error => $"the route '{route.RouteId}': {error}");
    }

    /// <summary>What is wrong with a cluster.</summary>
    public static IEnumerable<string> Errors(ClusterConfig cluster) => VersionError(cluster.HttpRequest ?? ForwarderRequestConfig.Empty)
        .Concat(cluster.HttpClient?.WebProxy?.Address is { } proxy && !(proxy.IsAbsoluteUri && WebProxySchemes.Contains(proxy.Scheme))
            ? [$"HttpClient:WebProxy:Address = \"{proxy}\": write http://host:port/"]
            : [])
        .Concat(cluster.SessionAffinity?.Enabled == true ? ["SessionAffinity is not used here: there is one legacy; remove it"] : [])
        .Concat(ClusterForwarder.Error(cluster) is { } forwarder ? [forwarder] : [])
        .Select(error => $"the cluster '{cluster.ClusterId}': {error}");

    /// <summary>Routes that take the same requests: neither would answer.</summary>
    public static IEnumerable<string> Ambiguities(IEnumerable<RouteConfig> routes) => routes
        .GroupBy(route => (route.Order, Pattern(route.Match.Path), route.Match with { Path = null }))
        .Where(group => group.Count() > 1)
        .Select(group => $"the routes {string.Join(" and ", group.Select(route => $"'{route.RouteId}'"))} match the same requests, so that none would be answered; keep one, or give them an Order");

    private static string Pattern(string? path) => Parameter().Replace(path ?? "/{**}", "{$1}").Trim('/').ToUpperInvariant();

    /// <summary>Legacy and the connections to it speak HTTP/1.1: another version only where it may be lowered.</summary>
    private static IEnumerable<string> VersionError(ForwarderRequestConfig request)
    {
        var isLowered = (request.VersionPolicy ?? HttpVersionPolicy.RequestVersionOrLower) == HttpVersionPolicy.RequestVersionOrLower;
        if (request.Version is { } version && version != HttpVersion.Version11 && !(isLowered && version.Major > 1))
            yield return $"HttpRequest:Version = \"{version}\": must be 1.1, which is what legacy speaks";
        else if (request.Version is null && !isLowered)
            yield return $"HttpRequest:VersionPolicy = \"{request.VersionPolicy}\" needs HttpRequest:Version = \"1.1\", which is what legacy speaks";
    }

    private static bool IsHost(string host)
    {
        var colon = host.LastIndexOf(':');
        var (name, port) = colon < 0 || host.EndsWith(']') ? (host, "*") : (host[..colon], host[(colon + 1)..]);
        return name.Length > 0
            && (port == "*" || (ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0))
            && !name.AsSpan(1).Contains('*');
    }

    [GeneratedRegex(@"\{(\**)[^{}:?=]*")]
    private static partial Regex Parameter();
}
