using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Strangler.ShadowDiff.Model;

/// <summary>What the host knows of the routes and the pages for QA show or need. The host registers one.</summary>
public interface IShadowedRoutes
{
    /// <summary>The routes that modern can answer, in the order of the pages.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Every route there is: those that rules may name. Empty until the host has them.</summary>
    IReadOnlyList<string> Known { get; }

    /// <summary>Where clients reach the host; null while it is not listening.</summary>
    Uri? PublicAddress { get; }

    /// <summary>Where legacy is; null when none is configured.</summary>
    Uri? LegacyAddress { get; }

    /// <summary>The route's stage in the host's words.</summary>
    string StageOf(string route);

    /// <summary>How both sides are asked: with a <see cref="ShadowPlan.Modern"/>; null when no module of the route takes the path.</summary>
    /// <param name="route">The route's name.</param>
    /// <param name="path">The request's path, decoded.</param>
    /// <param name="values">Filled with what the path says of the route's parameters.</param>
    ShadowPlan? PlanFor(string route, PathString path, RouteValueDictionary values);
}
