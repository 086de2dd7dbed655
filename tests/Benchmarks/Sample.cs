using System.Diagnostics;
using HdrHistogram;

namespace Strangler.Benchmarks;

/// <summary>What one round of load measured.</summary>
/// <param name="PerSecond">Requests answered per second.</param>
/// <param name="P50">Milliseconds, and so the others.</param>
internal sealed record Sample(double PerSecond, double P50, double P95, double P99)
{
    private const long MaxMicroseconds = 60_000_000;

    /// <summary>Microseconds of processor that the server took for a request; 0 where that was not asked.</summary>
    public double Processor { get; init; }

    /// <summary>Each request's time, in microseconds.</summary>
    public required HistogramBase Times { get; init; }

    /// <summary>Loads a server for a time, or until each client has asked so many times.</summary>
    /// <param name="interval">From one request of a client to its next, the clients taking turns; none for at once.</param>
    public static async Task<Sample> TakeAsync(
        Uri target, LoadRequest request, int clients, TimeSpan duration, int most = int.MaxValue, TimeSpan interval = default)
    {
        var histograms = Enumerable.Range(0, clients).Select(_ => new LongHistogram(1, MaxMicroseconds, 3)).ToArray();
        var started = Stopwatch.GetTimestamp();
        var until = started + Timestamps(duration);
        var step = Timestamps(interval);
        await Task.WhenAll(histograms.Select((histogram, i) => Task.Factory.StartNew(
            () =>
            {
                using var client = new LoadClient(target, request);
                client.Run(started + (step * i / clients), step, until, most, histogram);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        var elapsed = Stopwatch.GetElapsedTime(started);

        var all = Pooled(histograms);
        return Of(all, all.TotalCount / elapsed.TotalSeconds);
    }

    /// <summary>All requests of several rounds, as if they had been one.</summary>
    public static Sample Whole(IReadOnlyCollection<Sample> samples) =>
        Of(Pooled(samples.Select(sample => sample.Times)), samples.Average(sample => sample.PerSecond));

    /// <summary>The middle of several rounds, each figure by itself.</summary>
    public static Sample Median(IReadOnlyCollection<Sample> samples) =>
        new(Middle(samples, s => s.PerSecond), Middle(samples, s => s.P50), Middle(samples, s => s.P95), Middle(samples, s => s.P99)) { Times = Whole(samples).Times, Processor = Middle(samples, s => s.Processor) };

    public static double Middle<T>(IReadOnlyCollection<T> values, Func<T, double> figure) =>
        values.Select(figure).Order().ElementAt(values.Count / 2);

    private static long Timestamps(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    private static Sample Of(HistogramBase times, double perSecond) =>
        new(perSecond, Milliseconds(times, 50), Milliseconds(times, 95), Milliseconds(times, 99)) { Times = times };

    private static LongHistogram Pooled(IEnumerable<HistogramBase> histograms)
    {
        var all = new LongHistogram(1, MaxMicroseconds, 3);
        foreach (var histogram in histograms)
            all.Add(histogram);
        return all;
    }

    private static double Milliseconds(HistogramBase histogram, double percent) => histogram.GetValueAtPercentile(percent) / 1000.0;
}
