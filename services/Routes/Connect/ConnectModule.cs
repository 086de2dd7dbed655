using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.BackupServer;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.Connect;

/// <summary>Serves <c>POST /api/connect</c> (contract 5).</summary>
public static class ConnectModule
{
    public static IServiceCollection AddConnect(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddBackupServerState(section);
        services.TryAddSingleton<ConnectService>();
        services.TryAddSingleton<ConnectHandler>();
        return services;
    }

    public static IEndpointConventionBuilder MapConnect(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskPost<ConnectHandler>("/api/connect", static service => service.HandleAsync);
}
