using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Routing;

namespace Strangler.Gateway.Tests.Shadow;

/// <summary>Puts faults into modules: into the one that the cutover has chosen to answer, and into the one that it has planned as the shadow.</summary>
internal sealed class FaultyModules(IReadOnlyList<ModuleFault> faults) : MatcherPolicy, IEndpointSelectorPolicy
{
    /// <summary>Right after the cutover's own.</summary>
    public override int Order => -9;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<ModernEndpoint>() is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        if (httpContext.Features.Get<ICutoverFeature>() is CutoverDecision { Plan: { Modern: { } modern } plan } decision && FaultOf(plan.Route) is { } shadowed)
            httpContext.Features.Set<ICutoverFeature>(decision with { Plan = plan with { Modern = shadowed.In(modern) } });

        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i) && candidates[i].Endpoint is RouteEndpoint { RequestDelegate: { } module } endpoint
                && endpoint.Metadata.GetMetadata<ModernEndpoint>() is not null
                && FaultOf(endpoint.Metadata.GetMetadata<RouteName>()!.Value) is { } fault)
            {
                candidates.ReplaceEndpoint(i, new RouteEndpoint(fault.In(module), endpoint.RoutePattern, endpoint.Order, endpoint.Metadata, endpoint.DisplayName), candidates[i].Values);
            }
        }

        return Task.CompletedTask;
    }

    private ModuleFault? FaultOf(string route) => faults.FirstOrDefault(fault => fault.Route == route);
}
