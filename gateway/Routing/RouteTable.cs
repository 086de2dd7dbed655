using System.Diagnostics.CodeAnalysis;
using Strangler.Contract;
using Strangler.Settings;
using Strangler.ShadowDiff.Model;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Configuration;

namespace Strangler.Gateway.Routing;

/// <summary>The routes this gateway has: those that the proxy has in force, and which of them a module can answer.</summary>
/// <param name="proxied">The proxy's routes, asked anew each time.</param>
/// <param name="hasLegacy">Whether the proxy has an address of legacy's; it has where that is not said.</param>
internal sealed class RouteTable(Func<IEnumerable<RouteConfig>> proxied, Func<bool>? hasLegacy = null)
{
    /// <summary>Why only <c>complete</c> is possible, as a part of a sentence.</summary>
    public const string NoLegacy = "there is no legacy: the cluster 'legacy' of yarp.json has no destination";

    private volatile Dictionary<string, SideEffect> _modules = [];

    /// <summary>Of the routes that YARP has in force.</summary>
    public static RouteTable Of(IProxyStateLookup proxy) => new(
        () => proxy.GetRoutes().Select(route => route.Config),
        () => proxy.TryGetCluster("legacy", out var legacy) && legacy.Model.Config.Destinations is { Count: > 0 });

    /// <summary>Whether there is a legacy; without one every route is complete.</summary>
    public bool HasLegacy => hasLegacy?.Invoke() ?? true;

    /// <summary>Names of the route groups, in the order of their first route's id.</summary>
    public IReadOnlyList<string> Routes => [.. proxied().OrderBy(route => route.RouteId, StringComparer.OrdinalIgnoreCase).Select(route => RouteName.Of(route).Value).Distinct()];

    /// <summary>The routes that have a module, with the effect of their requests.</summary>
    public IReadOnlyDictionary<string, SideEffect> Modules => _modules;

    /// <summary>What to say of a name that is no route's; null where it is one.</summary>
    public string? Stray(string name) => Routes is var routes && routes.Contains(name) ? null : $"There is no route '{name}'; {NearestName.Advice(name, routes, "the routes are")}.";

    /// <summary>Whether a route can be at a stage: only legacy answers one without a module, and only at complete legacy may be missing.</summary>
    /// <param name="route">The route's name.</param>
    /// <param name="stage">The stage asked for.</param>
    /// <param name="reason">Why not, as a part of a sentence.</param>
    public bool IsPossible(string route, Stage stage, [NotNullWhen(false)] out string? reason)
    {
        reason = stage != Stage.Legacy && !_modules.ContainsKey(route) ? $"the route '{route}' cannot be at {stage.Name()}: it has no C# module yet, so only legacy can answer it"
            : stage != Stage.Complete && !HasLegacy ? $"the route '{route}' cannot be at {stage.Name()}: {NoLegacy}"
            : null;
        return reason is null;
    }

    /// <summary>Reads the modules from the mapped endpoints, once they are all mapped.</summary>
    public void LearnModules(IEnumerable<EndpointDataSource> sources) =>
        _modules = (from source in sources
                    from endpoint in source.Endpoints
                    let modern = endpoint.Metadata.GetMetadata<ModernEndpoint>()
                    where modern is not null
                    group modern.Effect by endpoint.Metadata.GetRequiredMetadata<RouteName>().Value)
            .ToDictionary(route => route.Key, route => route.First());
}
