using Strangler.Services.Backups.Notices;
using Strangler.Services.Realtime;
using Strangler.Settings;

namespace Strangler.Gateway.Drain;

internal static class DrainExtensions
{
    /// <summary>Adds the orderly end. Stands before the modules: their sockets end by its signal.</summary>
    public static void AddDrain(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection("Gateway");
        builder.Services
            .AddSettings<DrainOptions>(section)
            .AddSingleton<DrainState>()
            .AddSingleton<IDrainSignal>(provider => provider.GetRequiredService<DrainState>())
            .AddHostedService<Drainage>()
            .AddSingleton<Succession>()
            .AddSingleton<Unfinished>()
            .AddSingleton<Reinstatement>()
            .AddSingleton<SuccessorPort>()
            .AddSingleton<LeftNotices>()
            .AddSingleton<INoticeListener>(provider => provider.GetRequiredService<LeftNotices>())
            .Configure<HostOptions>(host => host.ShutdownTimeout = section.Readable<DrainOptions>().Whole); // the host reads it before it checks any setting
    }

    /// <summary>Ends connections with their answers once another gateway serves, and answers that one. Stands first of all.</summary>
    public static void UseSuccession(this WebApplication app) => app.UseMiddleware<SuccessionMiddleware>();
}
