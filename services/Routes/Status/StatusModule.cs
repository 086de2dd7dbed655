using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Services.BackupServer;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.Status;

/// <summary>Serves <c>GET /api/status</c>, the general status (contract 5). Job statuses are another route.</summary>
public static class StatusModule
{
    public static IServiceCollection AddStatus(this IServiceCollection services, IConfigurationSection section) => services.AddBackupServerState(section);

    public static IEndpointConventionBuilder MapStatus(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskGet<GeneralStatusAnswers>("/api/status", static service => service.SendAsync);
}
