using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Strangler.Services.Machine;

/// <summary>Samples the host in the background, so that no request takes legacy's 0.1 s.</summary>
internal sealed partial class HostMetricsSampler(HostCounters counters, TimeProvider time, ILogger<HostMetricsSampler> logger) : BackgroundService
{
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(100); // Legacy's own.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private volatile HostMetrics _latest = new(0, 0);

    public HostMetrics Latest => _latest;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        CpuTimes? earlier = null;
        for (var interval = FirstInterval; !stoppingToken.IsCancellationRequested; interval = Interval)
        {
            earlier = Sample(earlier);
            await Task.Delay(interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private CpuTimes? Sample(CpuTimes? earlier)
    {
        try
        {
            var now = counters.ReadCpu();
            _latest = new HostMetrics(earlier is { } before ? now.PercentSince(before) : 0, counters.ReadMemory().Percent);
            return now;
        }
        catch (Exception error)
        {
            LogSampleFailed(error);
            return earlier;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The host's load could not be read; /health tells the last one.")]
    private partial void LogSampleFailed(Exception error);
}
