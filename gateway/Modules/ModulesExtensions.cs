using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Routing;
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
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Modules;

/// <summary>The endpoint modules, each under its flag. A newly ported route gets its flag here.</summary>
internal static class ModulesExtensions
{
    /// <summary>
    /// Counts the requests for <c>/api/observability/metrics</c>, whichever side answers them: the numbers go on when the side changes.
    /// Socket.IO is none of Flask's. Stands after routing and after the connection limit.
    /// </summary>
    public static void UseRequestMetrics(this WebApplication app) => app.UseWhen(
        static context => context.Features.Get<ICutoverFeature>()?.Route != RouteNames.Realtime,
        static counted => counted.UseRequestMetrics());

    public static void MapModules(this WebApplication app)
    {
        app.MapStatus().WithCutover("status", SideEffect.Safe, connectsByAsking: true);
        app.MapHealth().WithCutover("health", SideEffect.Safe);
        app.MapServerInfo().WithCutover("server_info", SideEffect.Safe, dependsOnState: false);
        app.MapConnect().WithCutover("connect", SideEffect.Follow);
        app.MapDisconnect().WithCutover("disconnect", SideEffect.Follow);
        app.MapTest().WithCutover("test", SideEffect.Safe, dependsOnState: false);
        app.MapStop().WithCutover("stop", StopEffect(app.Configuration));
        app.MapPause().WithCutover("pause", SideEffect.Safe, dependsOnState: false);
        app.MapResume().WithCutover("resume", SideEffect.Safe, dependsOnState: false);
        app.MapProgressConfig().WithCutover("progress_config", SideEffect.Safe, dependsOnState: false);
        app.MapConnectionHealth().WithCutover("connection_health", SideEffect.Safe, dependsOnState: false);
        app.MapStartBackup().WithCutover("start_backup", SideEffect.Validate);
        app.MapJobStatus().WithCutover("job_status", SideEffect.Safe, connectsByAsking: true).PinnedBy(JobId.FromQuery);
        app.MapCancelJob().WithCutover("cancel_job", SideEffect.Validate).PinnedBy(JobId.FromPath);
        app.MapCancelAll().WithCutover("cancel_all", SideEffect.Never).MergesJobs();
        app.MapCancelableJobs().WithCutover("cancelable_jobs", SideEffect.Safe).MergesJobs();
        app.MapPerformance().WithCutover("perf", SideEffect.Safe).MergesJobs();
        app.MapJobPerformance().WithCutover("job_perf", SideEffect.Safe).PinnedBy(JobId.FromPath);
        app.MapCheckReceipt().WithCutover("check_receipt", SideEffect.Safe);
        app.MapReceivedFiles().WithCutover("received_files", SideEffect.Safe);
        app.MapMonitorStatus().WithCutover("monitor_status", SideEffect.Safe);
        app.MapObservability().WithCutover("observability", SideEffect.Safe, dependsOnState: false);
        app.MapFavicon().WithCutover("favicon", SideEffect.Safe, dependsOnState: false);
        app.MapRealtime().WithCutover(RouteNames.Realtime, SideEffect.Channel);
        app.MapHub().WithCutover(RouteNames.Realtime, SideEffect.Channel);
        app.MapAdapter().WithCutover(RouteNames.Realtime, SideEffect.Channel);
        app.MapPages().WithCutover("static", SideEffect.Safe, dependsOnState: false);
    }

    // Stop does nothing, like legacy's, until it is told to cancel (Q27): then a mirrored copy would cancel too.
    private static SideEffect StopEffect(IConfiguration configuration) =>
        configuration.GetValue("Services:StopCancels", false) ? SideEffect.Never : SideEffect.Safe;
}
