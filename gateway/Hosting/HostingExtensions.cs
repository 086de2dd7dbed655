using System.Globalization;
using System.Reflection;
using Strangler.Gateway.Handover;
using Strangler.Settings;

namespace Strangler.Gateway.Hosting;

internal static class HostingExtensions
{
    private const string ServiceName = "cutover-gateway";

    private const string KeysAtStart = "Microsoft.AspNetCore.DataProtection.Internal.DataProtectionHostedService";

    public static void AddHosting(this WebApplicationBuilder builder)
    {
        // Nothing that works in the background is worth the end of what passes through.
        builder.Services.Configure<HostOptions>(host => host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore);
        builder.Services.AddHostedService<StateFiles>();
        builder.Services.AddSettings<HostingOptions>(builder.Configuration.GetSection("Gateway"));
        builder.Services.AddHostedService<ExitWithStdin>();
        if (Assembly.GetEntryAssembly() == typeof(StartRemains).Assembly) // the process is the gateway's own
            builder.Services.AddHostedService<StartRemains>();
        BelongToService();
        builder.Services.AddSystemd().AddWindowsService(service => service.ServiceName = ServiceName).AddHostedService<ServiceManager>(); // each where it runs under one
        SilenceHost(builder);
    }

    /// <summary>
    /// Leaves out the keys that YARP has the framework make at each start, in the home of the user, for cookies that nobody gets: there is one legacy.
    /// Stands after all that adds services.
    /// </summary>
    public static void LeaveOutKeys(this WebApplicationBuilder builder)
    {
        foreach (var service in builder.Services.Where(service => service.ImplementationType?.FullName == KeysAtStart).ToList())
            builder.Services.Remove(service);
    }

    /// <summary>
    /// Leaves out a middleware that each request would pass. No route has a policy of ASP.NET Core's, and none may (ProxyLimits); YARP adds the services for
    /// them all the same, and with these <c>WebApplication</c> adds it, unless it is said to be there.
    /// </summary>
    public static void LeaveOutAuthorization(this IApplicationBuilder app) => app.Properties["__AuthorizationMiddlewareSet"] = true;

    /// <summary>A gateway that was started by the one before it runs under systemd as that did, and would not be known for it: systemd names the first process only.</summary>
    private static void BelongToService()
    {
        if (HandoverOffer.Given is not null && Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is { Length: > 0 })
            Environment.SetEnvironmentVariable("SYSTEMD_EXEC_PID", Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Why it does not start says <see cref="StartupFailure"/>, in words; the host says it too, with a stack trace.</summary>
    private static void SilenceHost(WebApplicationBuilder builder)
    {
        var started = new Started();
        builder.Services.AddSingleton<IHostedService>(started);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => started.IsTrue && level >= LogLevel.Information);
    }

    /// <summary>Whether the start is over.</summary>
    private sealed class Started : IHostedLifecycleService
    {
        public bool IsTrue { get; private set; }

        public Task StartedAsync(CancellationToken cancellationToken)
        {
            IsTrue = true;
            return Task.CompletedTask;
        }

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
