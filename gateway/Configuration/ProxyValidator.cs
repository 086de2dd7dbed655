using Strangler.Gateway.Routing;
using Yarp.ReverseProxy.Configuration;

namespace Strangler.Gateway.Configuration;

/// <summary>
/// What YARP would find wrong with routes and clusters that are not in force yet: values that it cannot read, what its own validation of
/// routes, transforms and clusters says, what it passes over in silence, and what it takes although each request would fail by it.
/// </summary>
/// <param name="yarp">Its validation, with the transforms and policies of this gateway.</param>
/// <param name="configuration">Environment and arguments, which outrank the file.</param>
/// <param name="complete">The routes that need no legacy, by the flags in force.</param>
internal sealed class ProxyValidator(IConfigValidator yarp, IConfigurationRoot configuration, Func<IReadOnlyCollection<string>> complete)
{
    private const string Section = "ReverseProxy";

    /// <summary>Every error, each naming its route or cluster.</summary>
    /// <param name="file">The file as configuration.</param>
    public IReadOnlyList<string> Errors(IConfiguration file)
    {
        var section = WithWhatOutranks(file);
        List<string> written = [.. ProxyMembers.Errors(section)];
        if (FaultOf(() => Read(section)) is not null)
            return written.Count > 0 ? written : [.. Unreadable(section)];

        var read = Read(section);
        return
        [
            .. written,
            .. read.Routes.SelectMany(route => Errors(route, read.Clusters)),
            .. read.Routes.SelectMany(ProxyLimits.Errors),
            .. ProxyLimits.Ambiguities(read.Routes),
            .. read.Clusters.SelectMany(cluster => Errors(cluster, read.Routes)),
            .. read.Clusters.SelectMany(ProxyLimits.Errors),
        ];
    }

    private IConfigurationSection WithWhatOutranks(IConfiguration file)
    {
        var values = file.AsEnumerable().ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in configuration.Providers.Where(provider => provider is not LastGoodJsonProvider).SelectMany(provider => Entries(provider, Section)))
            values[key] = value;
        return new IndexedValues(values).ToConfiguration().GetSection(Section);
    }

    private static IEnumerable<(string Key, string? Value)> Entries(IConfigurationProvider provider, string parent)
    {
        foreach (var path in provider.GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase).Select(key => ConfigurationPath.Combine(parent, key)))
        {
            if (provider.TryGet(path, out var value))
                yield return (path, value);
            foreach (var entry in Entries(provider, path))
                yield return entry;
        }
    }

    /// <summary>As YARP reads it.</summary>
    private static IProxyConfig Read(IConfigurationSection section)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddReverseProxy().LoadFromConfig(section);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IProxyConfigProvider>().GetConfig();
    }

    /// <summary>YARP says what it cannot read, and not where: so each route and cluster is read alone.</summary>
    private static IEnumerable<string> Unreadable(IConfigurationSection section)
    {
        foreach (var (kind, list) in new[] { ("route", "Routes"), ("cluster", "Clusters") })
        {
            foreach (var part in section.GetSection(list).GetChildren())
            {
                var alone = new ConfigurationBuilder().AddInMemoryCollection(part.AsEnumerable()).Build().GetSection(Section);
                if (FaultOf(() => Read(alone)) is { } fault)
                    yield return $"the {kind} '{part.Key}' cannot be read: {fault}";
            }
        }
    }

    private static string? FaultOf(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (Exception ex)
        {
            return ex.GetBaseException().Message;
        }
    }

    private IEnumerable<string> Errors(RouteConfig route, IReadOnlyList<ClusterConfig> clusters)
    {
        foreach (var error in yarp.ValidateRouteAsync(route).AsTask().GetAwaiter().GetResult())
            yield return $"the route '{route.RouteId}': {Text(error)}";

        if (!clusters.Any(cluster => string.Equals(cluster.ClusterId, route.ClusterId, StringComparison.OrdinalIgnoreCase)))
            yield return $"the route '{route.RouteId}': there is no cluster '{route.ClusterId}'; the clusters are {string.Join(", ", clusters.Select(cluster => cluster.ClusterId))}";
    }

    private IEnumerable<string> Errors(ClusterConfig cluster, IReadOnlyList<RouteConfig> routes)
    {
        foreach (var error in yarp.ValidateClusterAsync(cluster).AsTask().GetAwaiter().GetResult())
            yield return $"the cluster '{cluster.ClusterId}': {Text(error)}";

        if (cluster.Destinations is not { Count: > 0 } && (cluster.ClusterId != "legacy" || Needing(routes).Count > 0))
            yield return $"the cluster '{cluster.ClusterId}' has no Destinations; nothing could be sent there{(cluster.ClusterId == "legacy" ? $", and these routes are not complete: {string.Join(", ", Needing(routes))}" : "")}";

        foreach (var (name, destination) in cluster.Destinations ?? new Dictionary<string, DestinationConfig>())
        {
            if (destination.Address is { Length: > 0 } address && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
                yield return $"the cluster '{cluster.ClusterId}': the destination '{name}' has the address '{address}'; write http://host:port/";
        }
    }

    /// <summary>The routes that may send something to legacy: only where every one is complete, legacy may be gone.</summary>
    private List<string> Needing(IReadOnlyList<RouteConfig> routes) => [.. routes.Select(route => RouteName.Of(route).Value).Distinct().Except(complete())];

    private static string Text(Exception error) => error.InnerException is { } inner ? $"{error.Message} {inner.Message}" : error.Message;
}
