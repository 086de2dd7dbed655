using Microsoft.AspNetCore.Http.Features;
using Strangler.Services.Flask;

namespace Strangler.Gateway.Routing;

/// <summary>
/// Gives routing, and with it the modules, the path that Flask would see: the server keeps <c>%2F</c>, removes dot segments and takes a
/// fragment for a part of the path. What goes to legacy is the raw target, which this leaves alone.
/// </summary>
internal sealed class RoutedPathMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!RoutedPath.IsPlain(target, request.Path.Value ?? ""))
            Rewrite(request, target);
        return next(context);
    }

    private static void Rewrite(HttpRequest request, string target)
    {
        request.Path = new PathString(RoutedPath.Of(target));
        if (request.QueryString.Value?.IndexOf('#') is >= 0 and var fragment)
            request.QueryString = new QueryString(request.QueryString.Value[..fragment]);
    }
}
