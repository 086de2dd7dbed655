using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Configuration;
using Strangler.Services.Descriptions;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Files;

namespace Strangler.Services.Routes.ProgressConfig;

/// <summary>Serves <c>GET /progress_config.json</c>, a file of legacy's (contract 5 and 3.5).</summary>
public static class ProgressConfigModule
{
    public static IServiceCollection AddProgressConfig(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddServicesOptions(section);
        services.TryAddSingleton<FileVersions>();
        services.TryAddSingleton<ProgressConfigService>();
        return services;
    }

    public static IEndpointConventionBuilder MapProgressConfig(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskGet<ProgressConfigService>("/progress_config.json", static service => service.SendAsync)
            .WithSummary("The file progress_config.json of the first place that has one.")
            .AnswersFile("application/json", JsonShape.Any)
            .Answers(DescribedAnswer.Json(StatusCodes.Status404NotFound, JsonShape.Of(("error", JsonShape.Text)), "There is none."));
}
