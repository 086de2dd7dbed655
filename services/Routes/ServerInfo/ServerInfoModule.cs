using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Strangler.Services.Configuration;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.ServerInfo;

/// <summary>Serves <c>GET /api/server_info</c>: constant but for the configured port of the backup server (contract 5, Q28).</summary>
public static class ServerInfoModule
{
    public static IServiceCollection AddServerInfo(this IServiceCollection services, IConfigurationSection section) =>
        services.AddServicesOptions(section);

    public static IEndpointConventionBuilder MapServerInfo(this IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<IOptions<ServicesOptions>>().Value;
        return routes.MapFlaskGet("/api/server_info", Answer.Json(StatusCodes.Status200OK, ServerInfoAnswers.Info(options.BackupServerPort)).SendAsync);
    }
}
