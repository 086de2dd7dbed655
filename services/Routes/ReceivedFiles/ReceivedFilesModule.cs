using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Backups.Receipts;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.ReceivedFiles;

/// <summary>Serves <c>GET /api/received_files</c> (contract 5).</summary>
public static class ReceivedFilesModule
{
    public static IServiceCollection AddReceivedFiles(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddReceipts(section);
        services.TryAddSingleton<ReceivedFilesService>();
        return services;
    }

    public static IEndpointConventionBuilder MapReceivedFiles(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskGet<ReceivedFilesService>("/api/received_files", static service => service.SendAsync);
}
