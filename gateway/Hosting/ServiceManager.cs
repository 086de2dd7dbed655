using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Options;
using Strangler.Gateway.Drain;

namespace Strangler.Gateway.Hosting;

/// <summary>
/// What systemd is told besides that the gateway is ready and that it stops, which the library says: that it lives, as long as it answers itself on its
/// management port, so that one that hangs is restarted (<c>WatchdogSec</c>); and how long its end may take. Does nothing where systemd has not started it.
/// </summary>
internal sealed partial class ServiceManager(
    IServiceProvider services, IConfiguration environment, IServer server, DrainState drain, Succession succession, IOptions<DrainOptions> options, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<ServiceManager> logger) : BackgroundService
{
    /// <summary>Of the time that systemd waits: one answer that is late, or one message that is lost, ends nothing.</summary>
    private const int Share = 4;

    private readonly ISystemdNotifier? _notifier = services.GetService<ISystemdNotifier>();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_notifier is not { IsEnabled: true })
            return;

        lifetime.ApplicationStopping.Register(() => Tell($"EXTEND_TIMEOUT_USEC={Microseconds(options.Value.Whole)}"));
        _ = TellOfSuccessorAsync();
        if (Watched() is { } wait)
            await KeepAliveAsync(wait / Share, stoppingToken);
    }

    /// <summary>The service is another process from then on.</summary>
    private async Task TellOfSuccessorAsync()
    {
        var process = await succession.Successor;
        Tell(string.Create(CultureInfo.InvariantCulture, $"MAINPID={process}"));
    }

    /// <summary>How long systemd waits for a sign of life; null for ever.</summary>
    private TimeSpan? Watched() =>
        long.TryParse(environment["WATCHDOG_USEC"], NumberStyles.None, CultureInfo.InvariantCulture, out var wait) && wait > 0
            && (environment["WATCHDOG_PID"] is not { Length: > 0 } process || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
            ? TimeSpan.FromMicroseconds(wait)
            : null;

    private async Task KeepAliveAsync(TimeSpan interval, CancellationToken stoppingToken)
    {
        await WaitAsync(lifetime.ApplicationStarted, stoppingToken);
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            // What drains has closed its ports, and comes to its end by itself.
            if (drain.HasBegun || await ProblemAsync(interval) is not { } problem)
                Tell("WATCHDOG=1");
            else
                DoesNotAnswer(problem);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<string?> ProblemAsync(TimeSpan patience)
    {
        var management = BindingAddress.Parse(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Last());
        return await HealthProbe.ProblemAsync(IPAddress.TryParse(management.Host.Trim('[', ']'), out var listener) ? listener : IPAddress.Loopback, management.Port, patience);
    }

    private void Tell(string state) => _notifier!.Notify(new ServiceState(state));

    private static string Microseconds(TimeSpan span) => ((long)span.TotalMicroseconds).ToString(CultureInfo.InvariantCulture);

    private static async Task WaitAsync(CancellationToken happened, CancellationToken stoppingToken)
    {
        var occurred = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = happened.Register(occurred.SetResult);
        await occurred.Task.WaitAsync(stoppingToken);
    }

    [LoggerMessage(LogLevel.Error, "The gateway does not answer itself, and systemd is not told that it lives: {Problem}")]
    private partial void DoesNotAnswer(string problem);
}
