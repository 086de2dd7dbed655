using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing.Template;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Routing;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Management;

/// <summary>Tells the shadow's pages what only the gateway knows: stages, addresses, and which module takes a path.</summary>
internal sealed class ShadowedRoutes(RouteTable table, CutoverState state, EndpointDataSource endpoints, IServer server) : IShadowedRoutes
{
    public IReadOnlyList<string> Names => [.. table.Routes.Where(table.Modules.ContainsKey)];

    public IReadOnlyList<string> Known => table.Routes;

    // The public listener is the first one.
    public Uri? PublicAddress => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address ? new Uri(address) : null;

    public Uri? LegacyAddress => state.Current.Legacy;

    public string StageOf(string route) => state.Current.RouteStageOf(route).ToString();

    public ShadowPlan? PlanFor(string route, PathString path, RouteValueDictionary values)
    {
        if (endpoints.Endpoints.OfType<RouteEndpoint>().FirstOrDefault(endpoint => Takes(endpoint, route, path, values)) is not { } endpoint)
            return null;

        var modern = endpoint.Metadata.GetRequiredMetadata<ModernEndpoint>();
        return new ShadowPlan(route, Side.Legacy, modern.Effect, endpoint.RequestDelegate, LegacyAddress, Compare: true) { DependsOnState = modern.DependsOnState };
    }

    private static bool Takes(RouteEndpoint endpoint, string route, PathString path, RouteValueDictionary values) =>
        endpoint.Metadata.GetMetadata<ModernEndpoint>() is not null
        && endpoint.Metadata.GetMetadata<RouteName>()?.Value == route
        && new TemplateMatcher(TemplateParser.Parse(endpoint.RoutePattern.RawText!), []).TryMatch(path, values);
}
