using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Services.Routes.Cancel;
using Strangler.Services.Routes.CheckReceipt;
using Strangler.Services.Routes.Connect;
using Strangler.Services.Routes.ConnectionHealth;
using Strangler.Services.Routes.Disconnect;
using Strangler.Services.Routes.Favicon;
using Strangler.Services.Routes.Health;
using Strangler.Services.Routes.Hub;
using Strangler.Services.Routes.JobStatus;
using Strangler.Services.Routes.MonitorStatus;
using Strangler.Services.Routes.Observability;
using Strangler.Services.Routes.Pages;
using Strangler.Services.Routes.Pause;
using Strangler.Services.Routes.Performance;
using Strangler.Services.Routes.ProgressConfig;
using Strangler.Services.Routes.Realtime;
using Strangler.Services.Routes.ReceivedFiles;
using Strangler.Services.Routes.Resume;
using Strangler.Services.Routes.ServerInfo;
using Strangler.Services.Routes.StartBackup;
using Strangler.Services.Routes.Status;
using Strangler.Services.Routes.Stop;
using Strangler.Services.Routes.Test;

namespace Strangler.Services.Routes;

/// <summary>All endpoint modules.</summary>
public static class RoutesExtensions
{
    /// <summary>Adds what the modules need. A host maps those that it serves; it registers what is its own (jobs of the other side, a store) before.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="section">The section <c>Services</c>.</param>
    public static IServiceCollection AddRoutes(this IServiceCollection services, IConfigurationSection section) => services
        .AddStatus(section)
        .AddHealth(section)
        .AddServerInfo(section)
        .AddConnect(section)
        .AddDisconnect(section)
        .AddTest()
        .AddStop(section)
        .AddPause()
        .AddResume()
        .AddProgressConfig(section)
        .AddConnectionHealth()
        .AddStartBackup(section)
        .AddJobStatus(section)
        .AddCancel(section)
        .AddPerformance(section)
        .AddCheckReceipt(section)
        .AddReceivedFiles(section)
        .AddMonitorStatus(section)
        .AddObservability()
        .AddFavicon(section)
        .AddPages(section)
        .AddRealtime(section)
        .AddHub(section);
}
