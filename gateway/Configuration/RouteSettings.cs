using Strangler.Gateway.Routing;
using Strangler.Settings;

namespace Strangler.Gateway.Configuration;

/// <summary>Settings that a route has for itself: thresholds of the promotion gate and of the watch, a share of the shadow's samples.</summary>
internal static class RouteSettings
{
    private static readonly string[] Sections = ["Gate:Routes", "ShadowDiff:SampleRates", "Gateway:Watch:Routes"];

    /// <summary>Those of a route that does not exist would be in force for nothing, in silence.</summary>
    public static IEnumerable<string> Errors(IConfiguration configuration, RouteTable routes)
    {
        var known = routes.Routes;
        return Sections.SelectMany(section => configuration.GetSection(section).GetChildren()).Where(route => !known.Contains(route.Key))
            .Select(route => $"{route.Path}: there is no route '{route.Key}'; {NearestName.Advice(route.Key, known, "the routes are")}.");
    }
}
