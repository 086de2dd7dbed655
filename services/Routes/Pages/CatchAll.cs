using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.Pages;

/// <summary>What Flask answers, whatever the method, where none of its other rules matches (contract 3.3).</summary>
internal sealed class CatchAll(PagesService pages, ILogger<FlaskRoute> logger)
{
    /// <summary>Werkzeug's page for what no rule matches, or, below <c>/static/</c>, no folder holds.</summary>
    public static readonly Answer NoRoute = Answer.Page(StatusCodes.Status404NotFound, "Not Found",
        "The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.");

    private readonly FlaskRoute _page = new("/{**path}", isPost: false, pages.SendAsync, logger);
    private readonly FlaskRoute _doubledSlash = new("/{**path}", isPost: true, DoubledSlash.RedirectAsync, logger);

    public Task HandleAsync(HttpContext context)
    {
        var path = RoutedPath.Of(context);
        if (!FlaskRoutes.IsStatic(path) && HasNoRule(path))
            return NoRoute.SendAsync(context);
        return FlaskRoutes.PostOnlyOnceMerged(path) is null ? _page.HandleAsync(context) : _doubledSlash.HandleAsync(context);
    }

    /// <summary>The pattern of the catch-all takes any first character, and after it none that ends a line.</summary>
    private static bool HasNoRule(string path) => path.Length > 2 && path.AsSpan(2).Contains('\n');
}
