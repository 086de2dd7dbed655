using Strangler.Gateway.Cutover;
using Strangler.Gateway.Realtime.Relay;
using Strangler.Services.Backups.Notices;
using Strangler.Services.Realtime.Pages;
using Strangler.Settings;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Strangler.Gateway.Realtime;

internal static class RealtimeExtensions
{
    /// <summary>Adds the check of the pages' origin, and the bridge between modern's jobs and the pages' sockets, which are legacy's.</summary>
    public static void AddRealtime(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<RealtimeOptions>(builder.Configuration.GetSection("Gateway"));
        ShareOrigins(builder.Configuration);
        builder.Services
            .AddSingleton<ITransformProvider, SocketOriginTransforms>()
            .AddSingleton<OpenSockets>()
            .AddSingleton<SocketMetrics>()
            .AddSingleton<INoticeListener>(provider => provider.GetRequiredService<OpenSockets>())
            .AddSingleton<LegacyFarewells>()
            .AddSingleton<PollingSessions>()
            .AddSingleton<INoticeListener>(provider => provider.GetRequiredService<PollingSessions>())
            .AddSingleton<PollingBridge>()
            .AddSingleton<StatusAnswers>()
            .AddSingleton<SessionOwnership>()
            .AddSingleton<IRequestOwner>(provider => provider.GetRequiredService<SessionOwnership>())
            .AddSingleton<SocketNudge>()
            .AddSingleton<LegacyHearing>()
            .AddSingleton<NoticeShadow>()
            .AddSingleton<INoticeListener>(provider => provider.GetRequiredService<NoticeShadow>())
            .AddSingleton<SocketShadow>()
            .AddSingleton<IQuestionListener>(provider => provider.GetRequiredService<SocketShadow>())
            .AddHostedService<EarlierRelay>()
            .AddSingleton<IForeignStatus>(provider => provider.GetRequiredService<LegacyRelay>())
            .AddSingleton<LegacyRelay>()
            .AddHostedService(provider => provider.GetRequiredService<LegacyRelay>())
            .AddHostedService<LegacyJobOutcomes>()
            .AddHostedService<LegacyGeneralStatus>();
    }

    /// <summary>Stands after routing.</summary>
    public static void UseRealtime(this WebApplication app)
    {
        app.Services.GetRequiredService<SocketMetrics>(); // nobody calls it: it is there to be observed
        app.UseMiddleware<SocketBridgeMiddleware>();
    }

    /// <summary>One list for the sockets of both sides; what is no origin is refused where it was written.</summary>
    private static void ShareOrigins(ConfigurationManager configuration)
    {
        const string Moderns = "Services:Realtime:Origins";
        var origins = configuration.GetSection("Gateway:SocketOrigins").GetChildren().Select(origin => origin.Value).OfType<string>().Where(RealtimeOptions.IsOrigin);
        if (!configuration.GetSection(Moderns).Exists())
            configuration.AddInMemoryCollection(origins.Select((origin, index) => KeyValuePair.Create($"{Moderns}:{index}", (string?)origin)));
    }
}
