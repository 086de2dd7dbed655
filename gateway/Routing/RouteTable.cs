using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Routing;

/// <summary>The routes this gateway has: those of <c>yarp.json</c>, and which of them a module can answer.</summary>
internal sealed class RouteTable(IConfiguration configuration)
{
    private volatile IReadOnlyDictionary<string, SideEffect> _modules = new Dictionary<string, SideEffect>();

    /// <summary>Route names, sorted.</summary>
    public IReadOnlyList<string> Routes => [.. RoutesOf(configuration)];

    /// <summary>The routes that have a module, with the effect of their requests.</summary>
    public IReadOnlyDictionary<string, SideEffect> Modules => _modules;

    /// <summary>Reads the modules from the mapped endpoints, once they are all mapped.</summary>
    public void LearnModules(IEnumerable<EndpointDataSource> sources) =>
        _modules = (from source in sources
                    from endpoint in source.Endpoints
                    let modern = endpoint.Metadata.GetMetadata<ModernEndpoint>()
                    where modern is not null
                    group modern.Effect by endpoint.Metadata.GetRequiredMetadata<RouteName>().Value)
            .ToDictionary(route => route.Key, route => route.First());

    public static IEnumerable<string> RoutesOf(IConfiguration configuration) =>
        configuration.GetSection("ReverseProxy:Routes").GetChildren()
            .Select(route => route["Metadata:Route"] ?? route.Key)
            .Distinct();
}
