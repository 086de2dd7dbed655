using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Backups.Notices;
using Strangler.Services.BackupServer;
using Strangler.Services.Realtime.EngineIo;
using Strangler.Services.Realtime.SocketIo;
using Strangler.Settings;

namespace Strangler.Services.Realtime.Pages;

/// <summary>Registers the pages' live channel over Socket.IO, once.</summary>
internal static class PagesExtensions
{
    public static IServiceCollection AddPageSockets(this IServiceCollection services, IConfigurationSection section)
    {
        if (services.Any(service => service.ServiceType == typeof(PageApplication)))
            return services;
        services.AddBackupServerState(section);
        services.AddJobs(section);
        services.AddSettings<RealtimeOptions>(section.GetSection("Realtime"));
        services.TryAddSingleton<IForeignStatus, NoForeignStatus>();
        services.TryAddSingleton<IDrainSignal, HostDrainSignal>();
        return services
            .AddSingleton<PageAudience>()
            .AddSingleton<INoticeListener>(provider => provider.GetRequiredService<PageAudience>())
            .AddSingleton<StatusAnswers>()
            .AddSingleton<PageQuestions>()
            .AddSingleton<PageApplication>()
            .AddSingleton<IPageAnswers, PageAnswers>()
            .AddSingleton(Sessions)
            .AddSingleton<EngineEndpoint>()
            .AddSingleton<IPageSockets, PageSockets>();
    }

    private static EngineSessions Sessions(IServiceProvider provider)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var application = new PageSessions(provider.GetRequiredService<PageApplication>(), new SocketOptions(), time);
        return new EngineSessions(application, provider.GetRequiredService<IOptions<RealtimeOptions>>().Value.Engine(), time);
    }
}
