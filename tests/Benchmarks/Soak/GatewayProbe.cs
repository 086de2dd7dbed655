using System.Diagnostics;
using System.Globalization;
using Strangler.Benchmarks.Sockets;
using Strangler.Testing.Processes;

namespace Strangler.Benchmarks.Soak;

/// <summary>Takes samples of the gateway, by the system, its metrics and its files.</summary>
internal sealed class GatewayProbe(GatewayProcess gateway, SoakLedger ledger) : IDisposable
{
    private const double Mebi = 1024 * 1024;

    private readonly HttpClient _management = new() { BaseAddress = gateway.Management, Timeout = TimeSpan.FromSeconds(30) };
    private readonly ObservedProcess _observed = new(gateway.ProcessId);
    private (TimeSpan At, TimeSpan Processor) _before;

    /// <summary>Of a process that has ended only the counts are known.</summary>
    public async Task<SoakSample> TakeAsync() => gateway.HasExited ? Counts(new SoakSample { [Figure.Seconds] = ledger.Elapsed.TotalSeconds }) : Counts(await MeasureAsync());

    public void Dispose() => _management.Dispose();

    private async Task<SoakSample> MeasureAsync()
    {
        using var process = Process.GetProcessById(gateway.ProcessId);
        var metrics = await MetricsAsync();
        var descriptors = _observed.Descriptors;
        var latencies = ledger.TakeLatencies();
        var (now, processor) = (ledger.Elapsed, process.TotalProcessorTime);
        var share = (processor - _before.Processor) / (now - _before.At);
        _before = (now, processor);
        return new SoakSample
        {
            [Figure.Seconds] = now.TotalSeconds,
            [Figure.Memory] = process.WorkingSet64 / Mebi,
            [Figure.Heap] = SumOf(metrics, "dotnet_gc_last_collection_heap_size_bytes") / Mebi,
            [Figure.Handles] = OperatingSystem.IsWindows() ? process.HandleCount : descriptors.Count > 0 ? descriptors.Count : double.NaN,
            [Figure.Sockets] = descriptors.Count > 0 ? descriptors.Count(target => target.StartsWith("socket", StringComparison.Ordinal)) : double.NaN,
            [Figure.Threads] = process.Threads.Count,
            [Figure.Processor] = share * 100,
            [Figure.Database] = Directory.GetFiles(gateway.Folder, "gateway.db*").Sum(file => new FileInfo(file).Length) / Mebi,
            [Figure.P50] = latencies.TotalCount > 0 ? latencies.GetValueAtPercentile(50) / 1000.0 : double.NaN,
            [Figure.P99] = latencies.TotalCount > 0 ? latencies.GetValueAtPercentile(99) / 1000.0 : double.NaN,
            [Figure.TakenBack] = SumOf(metrics, "strangler_gateway_rollbacks_total") is var rollbacks && double.IsNaN(rollbacks) ? 0 : rollbacks,
        };
    }

    private SoakSample Counts(SoakSample sample)
    {
        foreach (var figure in Enum.GetValues<Figure>().Where(figure => figure is >= Figure.Requests and < Figure.TakenBack))
            sample[figure] = ledger[figure];
        return sample;
    }

    /// <summary>The lines of <c>/metrics</c>; none when it does not answer, which is counted.</summary>
    private async Task<string[]> MetricsAsync()
    {
        try
        {
            return (await _management.GetStringAsync("/metrics")).Split('\n');
        }
        catch (Exception ex) when (ex is HttpRequestException or OperationCanceledException)
        {
            ledger.Fault(Figure.Failed, $"/metrics: {ex.Message}");
            return [];
        }
    }

    /// <summary>Over all labels.</summary>
    private static double SumOf(string[] metrics, string name)
    {
        var values = metrics.Where(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length..].IndexOfAny(['{', ' ']) == 0)
            .Select(line => double.Parse(line[(line.LastIndexOf('}') is >= 0 and var labels ? labels + 1 : name.Length)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture))
            .ToList();
        return values.Count > 0 ? values.Sum() : double.NaN;
    }
}
