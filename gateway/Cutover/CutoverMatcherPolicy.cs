using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Matching;
using Strangler.Gateway.Routing;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Cutover;

/// <summary>
/// The cutover: where both the proxy's route and a module's endpoint match a request, drops the side that the snapshot in force does not
/// choose. The decision travels on as <see cref="ICutoverFeature"/>.
/// </summary>
internal sealed class CutoverMatcherPolicy(CutoverState state, RequestOwners owners, CanarySubjects subjects, RouteTable routes) : MatcherPolicy, IEndpointSelectorPolicy
{
    // After the policies that narrow by method, host, header and query (YARP's last is -25), before the default selection (0):
    // the first proxied route that is still valid names the route group.
    public override int Order => -10;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints)
    {
        foreach (var endpoint in endpoints)
        {
            if (endpoint.Metadata.GetMetadata<RouteName>() is not null)
                return true;
        }

        return false;
    }

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        if (httpContext.Features.Get<FallbackFeature>() is not null)
        {
            Choose(candidates, FindProxied(candidates, httpContext.Features.GetRequiredFeature<ICutoverFeature>().Route));
            return Task.CompletedTask;
        }

        var request = httpContext.Request;
        var proxied = FindProxied(candidates, route: null);
        var modern = FindModern(request, candidates, RouteOf(candidates, proxied));
        var decision = modern >= 0 ? state.Current.Decide(request, candidates[modern].Endpoint, owners, subjects)
            : proxied >= 0 ? state.Current.DecideProxied(candidates[proxied].Endpoint)
            : null;
        var chosen = decision is { ServedBy: Side.Modern } ? modern : FindProxied(candidates, RouteOf(candidates, modern));
        Choose(candidates, chosen);

        if (decision is not null && chosen >= 0)
        {
            httpContext.Features.Set<ICutoverFeature>(decision);
            if (decision.Plan is not null)
                KeepParameters(candidates, chosen, modern);
        }

        return Task.CompletedTask;
    }

    private static ModernEndpoint? ModernOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<ModernEndpoint>();

    private static string? RouteOf(CandidateSet candidates, int index) =>
        index < 0 ? null : candidates[index].Endpoint.Metadata.GetMetadata<RouteName>()?.Value;

    private static void Choose(CandidateSet candidates, int chosen)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (i != chosen && candidates.IsValidCandidate(i))
                candidates.SetValidity(i, false);
        }
    }

    /// <summary>The proxied candidate of <paramref name="route"/>, else the most specific one.</summary>
    private static int FindProxied(CandidateSet candidates, string? route)
    {
        var first = -1;
        for (var i = 0; i < candidates.Count; i++)
        {
            if (!candidates.IsValidCandidate(i) || ModernOf(candidates[i].Endpoint) is not null)
                continue;
            if (route is null || RouteOf(candidates, i) == route)
                return i;
            if (first < 0)
                first = i;
        }

        return first;
    }

    /// <summary>The most specific module that claims the request. Of two with the same path it is the one that takes its job id from the query, if there is one.</summary>
    private int FindModern(HttpRequest request, CandidateSet candidates, string? proxied)
    {
        var found = -1;
        for (var i = 0; i < candidates.Count; i++)
        {
            if (found >= 0 && candidates[i].Score != candidates[found].Score)
                break;
            if (candidates.IsValidCandidate(i) && Claims(request, candidates[i].Endpoint, proxied, out var isByQuery) && (found < 0 || isByQuery))
                found = i;
        }

        return found;
    }

    // ASP.NET Core's routing is laxer than Flask's, so its match alone does not make a request the module's. And the modules' catch-all must
    // leave alone what a proxied route without a module matches: that is legacy's.
    private bool Claims(HttpRequest request, Endpoint endpoint, string? proxied, out bool isByQuery)
    {
        isByQuery = endpoint.Metadata.GetMetadata<JobId>() is { IsInQuery: true };
        return ModernOf(endpoint) is { } modern
            && modern.Pattern.Matches(request.Path.Value ?? "")
            && (!isByQuery || JobId.FromQuery.Of(request) is not null)
            && (proxied is null || proxied == endpoint.Metadata.GetRequiredMetadata<RouteName>().Value || routes.Modules.ContainsKey(proxied));
    }

    /// <summary>Where legacy answers, the module's copy of the request still needs the module's parameters.</summary>
    private static void KeepParameters(CandidateSet candidates, int chosen, int modern)
    {
        if (chosen != modern && candidates[modern].Values is { Count: > 0 } parameters)
            candidates.ReplaceEndpoint(chosen, candidates[chosen].Endpoint, parameters);
    }
}
