using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Descriptions;
using Strangler.Services.Flask;
using Strangler.Services.WebFiles;

namespace Strangler.Services.Routes.Favicon;

/// <summary>Serves <c>GET /favicon.ico</c> (contract 5).</summary>
public static class FaviconModule
{
    public static IServiceCollection AddFavicon(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddWebFiles(section);
        services.TryAddSingleton<FaviconService>();
        return services;
    }

    public static IEndpointConventionBuilder MapFavicon(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskGet<FaviconService>("/favicon.ico", static service => service.SendAsync)
            .WithSummary("The page's icon.")
            .AnswersFile("image/*")
            .Answers(new DescribedAnswer(StatusCodes.Status204NoContent, "There is none."));
}
