using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Tests.Topology;

/// <summary>One route, <c>status</c>, whose requests the test plans.</summary>
internal sealed class PlannedRoutes(Func<HttpContext, ShadowPlan?> plan) : IShadowedRoutes
{
    public IReadOnlyList<string> Names => ["status"];

    public IReadOnlyList<string> Known => ["status", "health"];

    public Uri? PublicAddress => null;

    public Uri? LegacyAddress => null;

    public string StageOf(string route) => "shadow";

    public ShadowPlan? PlanFor(string route, PathString path, RouteValueDictionary values)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        return plan(context);
    }
}
