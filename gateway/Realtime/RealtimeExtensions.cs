using Strangler.Services.Backups.Notices;

namespace Strangler.Gateway.Realtime;

internal static class RealtimeExtensions
{
    /// <summary>Adds the bridge between modern's jobs and the pages' sockets, which are legacy's.</summary>
    public static void AddRealtime(this WebApplicationBuilder builder) => builder.Services
        .AddSingleton<OpenSockets>()
        .AddSingleton<INoticeSink>(provider => provider.GetRequiredService<OpenSockets>())
        .AddSingleton<StatusAnswers>();

    /// <summary>Stands after routing.</summary>
    public static void UseRealtime(this WebApplication app) => app.UseMiddleware<SocketBridgeMiddleware>();
}
