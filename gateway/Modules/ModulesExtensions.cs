using Strangler.Gateway.Cutover;
using Strangler.Services.Connect;
using Strangler.Services.ConnectionHealth;
using Strangler.Services.Disconnect;
using Strangler.Services.Health;
using Strangler.Services.Pause;
using Strangler.Services.ProgressConfig;
using Strangler.Services.Resume;
using Strangler.Services.ServerInfo;
using Strangler.Services.Status;
using Strangler.Services.Stop;
using Strangler.Services.Test;
using Strangler.ShadowDiff.Capture;

namespace Strangler.Gateway.Modules;

/// <summary>The endpoint modules, each under its flag. This is the one place that a newly ported route is added to.</summary>
internal static class ModulesExtensions
{
    public static void AddModules(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection("Services");
        builder.Services
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
            .AddConnectionHealth();
        builder.Services.AddSingleton<LegacyClient>();
    }

    public static void MapModules(this WebApplication app)
    {
        app.MapStatus().WithCutover("status", SideEffect.Safe);
        app.MapHealth().WithCutover("health", SideEffect.Safe);
        app.MapServerInfo().WithCutover("server_info", SideEffect.Safe);
        app.MapConnect().WithCutover("connect", SideEffect.Follow);
        app.MapDisconnect().WithCutover("disconnect", SideEffect.Follow);
        app.MapTest().WithCutover("test", SideEffect.Safe);
        app.MapStop().WithCutover("stop", StopEffect(app.Configuration));
        app.MapPause().WithCutover("pause", SideEffect.Safe);
        app.MapResume().WithCutover("resume", SideEffect.Safe);
        app.MapProgressConfig().WithCutover("progress_config", SideEffect.Safe);
        app.MapConnectionHealth().WithCutover("connection_health", SideEffect.Safe);
    }

    // Stop does nothing, like legacy's, until it is told to cancel (Q27): then a mirrored copy would cancel too.
    private static SideEffect StopEffect(IConfiguration configuration) =>
        configuration.GetValue("Services:StopCancels", false) ? SideEffect.Never : SideEffect.Safe;
}
