using Microsoft.Extensions.Options;
using Strangler.Services.Realtime;
using Strangler.Settings;

namespace Strangler.Gateway.Drain;

internal static class DrainExtensions
{
    /// <summary>Adds the orderly end. Stands before the modules: their sockets end by its signal.</summary>
    public static void AddDrain(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddSettings<DrainOptions>(builder.Configuration.GetSection("Gateway"))
            .AddSingleton<DrainState>()
            .AddSingleton<IDrainSignal>(provider => provider.GetRequiredService<DrainState>())
            .AddHostedService<Drainage>()
            .AddOptions<HostOptions>().Configure<IOptions<DrainOptions>>(static (host, drain) =>
                host.ShutdownTimeout = drain.Value.DrainDelay + drain.Value.DrainTimeout + DrainOptions.Margin);
    }
}
