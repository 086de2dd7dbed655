using Strangler.Services.Flask;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Routing;

internal static class EndpointConventions
{
    /// <summary>Puts a module's endpoints under the flag <c>cutover.<paramref name="route"/></c>.</summary>
    /// <param name="endpoints">The module's.</param>
    /// <param name="route">The route's name.</param>
    /// <param name="effect">What a mirrored copy of its requests may do.</param>
    /// <param name="dependsOnState">False when its answers depend on neither backups nor the connected server: no state then explains a divergence.</param>
    /// <param name="connectsByAsking">See <see cref="ModernEndpoint.ConnectsByAsking"/>.</param>
    public static IEndpointConventionBuilder WithCutover(
        this IEndpointConventionBuilder endpoints, string route, SideEffect effect, bool dependsOnState = true, bool connectsByAsking = false)
    {
        endpoints.Add(endpoint =>
        {
            var pattern = ((RouteEndpointBuilder)endpoint).RoutePattern.RawText!;
            endpoint.Metadata.Add(new RouteName(route));
            endpoint.Metadata.Add(new ModernEndpoint(effect, PathPattern.Parse(pattern)) { DependsOnState = dependsOnState, ConnectsByAsking = connectsByAsking });
        });
        return endpoints;
    }

    /// <summary>The requests name a job, and whoever started it answers them.</summary>
    public static IEndpointConventionBuilder PinnedBy(this IEndpointConventionBuilder endpoints, JobId job) => endpoints.WithMetadata(job);

    /// <summary>The answers tell of all jobs: while modern runs any, modern gives them and asks legacy for its own.</summary>
    public static IEndpointConventionBuilder MergesJobs(this IEndpointConventionBuilder endpoints) => endpoints.WithMetadata(Routing.MergesJobs.Instance);
}
