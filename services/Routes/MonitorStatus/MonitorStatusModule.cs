using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Backups.Receipts;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.MonitorStatus;

/// <summary>Serves <c>GET /api/monitor_status</c> (contract 5).</summary>
public static class MonitorStatusModule
{
    public static IServiceCollection AddMonitorStatus(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddReceipts(section);
        services.TryAddSingleton<MonitorStatusService>();
        return services;
    }

    public static IEndpointConventionBuilder MapMonitorStatus(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskGet<MonitorStatusService>("/api/monitor_status", static service => service.SendAsync);
}
