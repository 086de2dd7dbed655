using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Strangler.Services.Machine;

/// <summary>Samples the machine's load in the background, so that no request takes the 0.1 s that it takes in legacy.</summary>
internal sealed partial class MachineLoadSampler(MachineCounters counters, TimeProvider time, ILogger<MachineLoadSampler> logger) : BackgroundService
{
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(100); // As in legacy.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private volatile MachineLoad _latest = new(0, 0);

    public MachineLoad Latest => _latest;

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
            _latest = new MachineLoad(earlier is { } before ? now.PercentSince(before) : 0, counters.ReadMemory().Percent);
            return now;
        }
        catch (Exception error)
        {
            LogSampleFailed(error);
            return earlier;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The host's load could not be read; /health tells the last one.")]
    private partial void LogSampleFailed(Exception error);
}

/// <summary>Load of the machine in percent.</summary>
internal sealed record MachineLoad(double CpuPercent, double MemoryPercent);
