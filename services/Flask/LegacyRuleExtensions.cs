using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Strangler.Services.Flask;

/// <summary>Maps one endpoint for all methods of a path.</summary>
internal static class LegacyRuleExtensions
{
    public static IEndpointConventionBuilder MapGetRule(this IEndpointRouteBuilder routes, string path, RequestDelegate view) =>
        routes.MapRule(path, isPost: false, view);

    public static IEndpointConventionBuilder MapPostRule(this IEndpointRouteBuilder routes, string path, RequestDelegate view) =>
        routes.MapRule(path, isPost: true, view);

    private static IEndpointConventionBuilder MapRule(this IEndpointRouteBuilder routes, string path, bool isPost, RequestDelegate view)
    {
        var logger = routes.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger<LegacyRule>();
        return routes.Map(path, new LegacyRule(path, isPost, view, logger).HandleAsync);
    }
}
