using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Matching;
using Strangler.ShadowDiff.Capture;

namespace Strangler.Gateway.Cutover;

/// <summary>
/// The cutover: where both the proxy's route and a module's endpoint match a request, drops the side that the snapshot in force
/// does not choose. The decision and the shadow's plan travel on as features.
/// </summary>
internal sealed class CutoverMatcherPolicy(CutoverState state) : MatcherPolicy, IEndpointSelectorPolicy
{
    // After the policies that narrow by method, host, header and query (YARP's last is -25), before the default selection (0):
    // the first proxied route that is still valid names the route group.
    public override int Order => -10;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints)
    {
        foreach (var endpoint in endpoints)
        {
            if (endpoint.Metadata.GetMetadata<ModernEndpoint>() is not null)
                return true;
        }

        return false;
    }

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var modern = FindModern(candidates);
        var decision = modern >= 0 && Claims(httpContext, candidates[modern].Endpoint, RouteOfLegacy(candidates))
            ? state.Current.Decide(candidates[modern].Endpoint)
            : null;

        var servedBy = decision?.ServedBy ?? Side.Legacy;
        for (var i = 0; i < candidates.Count; i++)
        {
            var chosen = servedBy == Side.Modern ? i == modern : !IsModern(candidates[i].Endpoint);
            if (!chosen && candidates.IsValidCandidate(i))
                candidates.SetValidity(i, false);
        }

        if (decision?.Plan is { } plan)
            httpContext.Features.Set(plan);

        return Task.CompletedTask;
    }

    private static bool IsModern(Endpoint endpoint) => endpoint.Metadata.GetMetadata<ModernEndpoint>() is not null;

    private static int FindModern(CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i) && IsModern(candidates[i].Endpoint))
                return i;
        }

        return -1;
    }

    private static string? RouteOfLegacy(CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i) && !IsModern(candidates[i].Endpoint))
                return candidates[i].Endpoint.Metadata.GetMetadata<RouteName>()?.Value;
        }

        return null;
    }

    // A more specific proxied route (status with a job_id) takes the request from the module, and so does a path that only
    // ASP.NET Core takes for the module's.
    private static bool Claims(HttpContext context, Endpoint modern, string? route) =>
        modern is RouteEndpoint { RoutePattern.RawText: { } pattern }
        && (route is null || route == modern.Metadata.GetMetadata<RouteName>()!.Value)
        && RawPath.Matches(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, pattern);
}
