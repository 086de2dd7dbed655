using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.Pages;

/// <summary>What Flask answers, whatever the method, where none of its other rules matches (contract 3.3).</summary>
internal sealed class CatchAll(PagesService pages, ILogger<LegacyRule> logger)
{
    private readonly LegacyRule _page = new("/{**path}", isPost: false, pages.SendAsync, logger);
    private readonly LegacyRule _doubledSlash = new("/{**path}", isPost: true, DoubledSlash.RedirectAsync, logger);

    public Task HandleAsync(HttpContext context)
    {
        var path = RoutedPath.Of(context);
        if (!StaticRule.Matches(path) && HasNoRule(path))
            return StaticRule.NotFound.SendAsync(context);
        return DoubledSlash.Merge(path) is null ? _page.HandleAsync(context) : _doubledSlash.HandleAsync(context);
    }

    /// <summary>The pattern of the catch-all takes any first character, and then none that ends a line.</summary>
    private static bool HasNoRule(string path) => path.Length > 2 && path.AsSpan(2).Contains('\n');
}
