using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Backups.Receipts;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.CheckReceipt;

/// <summary>Serves <c>GET /api/check_receipt/&lt;filename&gt;</c> (contract 5).</summary>
public static class CheckReceiptModule
{
    public static IServiceCollection AddCheckReceipt(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddReceipts(section);
        services.TryAddSingleton<CheckReceiptService>();
        return services;
    }

    public static IEndpointConventionBuilder MapCheckReceipt(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskGet<CheckReceiptService>("/api/check_receipt/{filename}", static service => service.SendAsync);
}
