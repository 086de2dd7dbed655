using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Strangler.Services.Backups.Notices;
using Strangler.Services.Configuration;
using Strangler.Settings;

namespace Strangler.Services.Backups.Receipts;

/// <summary>Registers what the modules about received files share with the jobs, once.</summary>
internal static class ReceiptsExtensions
{
    public static IServiceCollection AddReceipts(this IServiceCollection services, IConfigurationSection section)
    {
        if (services.Any(service => service.ServiceType == typeof(ReceiptMonitor)))
            return services;
        services.AddServicesOptions(section);
        services.TryAddSingleton<INoticeSink, NoticeFanout>();
        services.AddSettings<ReceiptsOptions>(section.GetSection("Receipts"));
        services.AddHealthChecks()
            .AddCheck<ReceivedFolderCheck>("received-files", tags: ["received_files", "check_receipt", "monitor_status"])
            .AddCheck<CatalogCheck>("backup-database", tags: ["received_files", "check_receipt"]);
        return services
            .AddSingleton<ReceivedFolder>()
            .AddSingleton<FileVerifier>()
            .AddSingleton<OpenExpectations>()
            .AddSingleton<IAwaitedReceipts>(static provider => provider.GetRequiredService<OpenExpectations>())
            .AddSingleton<DueExpectations>()
            .AddSingleton<ReceiptNotices>()
            .AddSingleton<BackupCatalog>()
            .AddSingleton<ReceiptFields>()
            .AddSingleton<ReceiptMonitor>()
            .AddHostedService(provider => provider.GetRequiredService<ReceiptMonitor>());
    }
}
