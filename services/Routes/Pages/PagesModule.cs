using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Descriptions;
using Strangler.Services.WebFiles;

namespace Strangler.Services.Routes.Pages;

/// <summary>Serves <c>GET /</c>, the files of the web client, and every path that no other module answers (contract 5 and 3.3).</summary>
public static class PagesModule
{
    public static IServiceCollection AddPages(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddWebFiles(section);
        services.TryAddSingleton<PagesService>();
        services.TryAddSingleton<CatchAll>();
        return services;
    }

    /// <summary>
    /// The built-in files, by the rules of every file, as endpoints of their own: they come and go with the hub that they speak to. Conventions
    /// added to the result apply to all of them.
    /// </summary>
    public static IEndpointConventionBuilder MapAdapter(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("");
        var files = routes.ServiceProvider.GetRequiredService<CatchAll>();
        foreach (var file in BuiltInFile.All)
            group.Map($"/{file.Name}", files.HandleAsync);
        return group
            .WithSummary("What a page loads to speak to the hub.")
            .WithMetadata(new DescribedMethods(HttpMethods.Get, HttpMethods.Head, HttpMethods.Options))
            .AnswersFile("application/javascript");
    }

    /// <summary>The last of all endpoints: any other that matches takes precedence.</summary>
    public static IEndpointConventionBuilder MapPages(this IEndpointRouteBuilder routes) =>
        routes.Map("/{**path}", routes.ServiceProvider.GetRequiredService<CatchAll>().HandleAsync).WithOrder(int.MaxValue)
            .WithSummary("The page, and the files of the web client; every path that is no other's.")
            .WithMetadata(new DescribedMethods(HttpMethods.Get, HttpMethods.Head, HttpMethods.Options))
            .AnswersFile("*/*")
            .Answers(
                DescribedAnswer.Page(StatusCodes.Status403Forbidden, "It leads out of the folder."),
                DescribedAnswer.Page(StatusCodes.Status404NotFound, "There is no such file."));
}
