using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Strangler.Services.Descriptions;

namespace Strangler.Services.Flask;

/// <summary>Maps one endpoint for all methods of a path. What it answers to its own method is a view, that of a service, or one constant JSON.</summary>
internal static class FlaskRouteExtensions
{
    private static readonly DescribedMethods GetMethods = new(HttpMethods.Get, HttpMethods.Head, HttpMethods.Options);

    private static readonly DescribedMethods PostMethods = new(HttpMethods.Post, HttpMethods.Options);

    public static IEndpointConventionBuilder MapFlaskGet(this IEndpointRouteBuilder routes, string path, RequestDelegate view) =>
        routes.MapRoute(path, isPost: false, view);

    public static IEndpointConventionBuilder MapFlaskGet(this IEndpointRouteBuilder routes, string path, ReadOnlySpan<byte> json) =>
        routes.MapFlaskGet(path, Answer.Json(json).SendAsync).Answers(DescribedAnswer.Json(JsonShape.Exactly(json)));

    public static IEndpointConventionBuilder MapFlaskPost(this IEndpointRouteBuilder routes, string path, RequestDelegate view) =>
        routes.MapRoute(path, isPost: true, view);

    public static IEndpointConventionBuilder MapFlaskPost(this IEndpointRouteBuilder routes, string path, ReadOnlySpan<byte> json) =>
        routes.MapFlaskPost(path, Answer.Json(json).SendAsync).Answers(DescribedAnswer.Json(JsonShape.Exactly(json)));

    /// <summary>The service is resolved here, once, and not for each request.</summary>
    public static IEndpointConventionBuilder MapFlaskGet<TService>(this IEndpointRouteBuilder routes, string path, Func<TService, RequestDelegate> view)
        where TService : notnull => routes.MapFlaskGet(path, view(routes.ServiceProvider.GetRequiredService<TService>()));

    /// <inheritdoc cref="MapFlaskGet{TService}"/>
    public static IEndpointConventionBuilder MapFlaskPost<TService>(this IEndpointRouteBuilder routes, string path, Func<TService, RequestDelegate> view)
        where TService : notnull => routes.MapFlaskPost(path, view(routes.ServiceProvider.GetRequiredService<TService>()));

    private static IEndpointConventionBuilder MapRoute(this IEndpointRouteBuilder routes, string path, bool isPost, RequestDelegate view)
    {
        var logger = routes.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger<FlaskRoute>();
        var route = new FlaskRoute(path, isPost, view, logger);
        return routes.Map(path, route.HandleAsync).WithMetadata(route, isPost ? PostMethods : GetMethods);
    }
}
