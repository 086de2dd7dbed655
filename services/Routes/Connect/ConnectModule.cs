using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.BackupServer;
using Strangler.Services.Descriptions;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.Connect;

/// <summary>Serves <c>POST /api/connect</c> (contract 5).</summary>
public static class ConnectModule
{
    private static readonly JsonShape Asked = JsonShape.Of(("host", JsonShape.Any), ("port", JsonShape.Any), ("username", JsonShape.Any)).Open;

    // Legacy repeats every member that it was sent (Q9).
    private static readonly JsonShape Tested = JsonShape.Of(
        ("connected", JsonShape.Flag), ("message", JsonShape.Text), ("server_config", Asked), ("success", JsonShape.Flag));

    public static IServiceCollection AddConnect(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddBackupServerState(section);
        services.TryAddSingleton<ConnectService>();
        services.TryAddSingleton<ConnectHandler>();
        return services;
    }

    public static IEndpointConventionBuilder MapConnect(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskPost<ConnectHandler>("/api/connect", static service => service.HandleAsync)
            .WithSummary("Names the backup server and the user, and tests whether it can be reached.")
            .WithBody("application/json", Asked)
            .WithBody("application/x-www-form-urlencoded")
            .WithBody("multipart/form-data")
            .Answers(
                DescribedAnswer.Json(Tested, "Whether it was reached."),
                DescribedAnswer.Failure(StatusCodes.Status400BadRequest, "The body is missing, or a field of it."),
                DescribedAnswer.Page(StatusCodes.Status400BadRequest, "The body is cut off."),
                DescribedAnswer.Page(StatusCodes.Status408RequestTimeout, "The body does not come."),
                DescribedAnswer.Failure(StatusCodes.Status413PayloadTooLarge, "The body is too large."),
                DescribedAnswer.Failure(StatusCodes.Status500InternalServerError, "The body cannot be read as what it says it is (Q11), or it failed."));
}
