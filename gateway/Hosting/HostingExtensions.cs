namespace Strangler.Gateway.Hosting;

internal static class HostingExtensions
{
    private static readonly TimeSpan LongestShutdown = TimeSpan.FromSeconds(8);

    public static void AddHosting(this WebApplicationBuilder builder)
    {
        // Shorter than the patience of whoever started it, so that open sockets and uploads never get it killed.
        // And nothing that works in the background is worth the end of what passes through.
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = LongestShutdown;
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
        });
        builder.Services.AddHostedService<StateFiles>();
        if (builder.Configuration.GetValue("Gateway:ExitWithStdin", false))
            builder.Services.AddHostedService<ExitWithStdin>();
    }
}
