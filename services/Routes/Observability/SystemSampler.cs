using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Strangler.Services.Flask.Python;
using Strangler.Services.Machine;

namespace Strangler.Services.Routes.Observability;

/// <summary>Samples the machine every 30 s after a measurement of 1 s, as legacy does with psutil 6 or later (contract 8.3).</summary>
internal sealed partial class SystemSampler(MachineCounters counters, TimeProvider time, ILogger<SystemSampler> logger) : BackgroundService
{
    /// <summary>How many samples are shown, and so how many are kept.</summary>
    public const int Shown = 10;

    private static readonly TimeSpan Measurement = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private volatile SystemSample[] _history = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<SystemSample> History => _history;

    public SystemSample? Latest => _history is [.., var latest] ? latest : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await SampleAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SampleAsync(CancellationToken cancellationToken)
    {
        try
        {
            var before = counters.ReadCpu();
            await Task.Delay(Measurement, time, cancellationToken);
            var sample = Read(counters.ReadCpu().PercentSince(before));
            _history = [.. _history.TakeLast(Shown - 1), sample];
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogSampleFailed(error);
        }
    }

    private SystemSample Read(double cpuPercent) => new(
        time.UnixSeconds(), cpuPercent, counters.ReadMemory(), counters.ReadDisk(), NetworkBytes.Read(), counters.CountConnections(), counters.CountOpenFiles());

    [LoggerMessage(LogLevel.Warning, "The host could not be sampled; /api/observability tells the samples before.")]
    private partial void LogSampleFailed(Exception error);
}

/// <summary>The machine and this process at one moment (contract 5, <c>/api/observability/system</c>).</summary>
/// <param name="Time">Unix seconds.</param>
internal sealed record SystemSample(double Time, double CpuPercent, MemoryUse Memory, DiskUse Disk, NetworkBytes Network, int Connections, int OpenFiles);
