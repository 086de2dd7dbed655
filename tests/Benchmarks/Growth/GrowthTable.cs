using System.Globalization;
using Spectre.Console;
using Strangler.Benchmarks.Charts;

namespace Strangler.Benchmarks.Growth;

/// <summary>How figures change while one quantity grows, for each contestant.</summary>
/// <param name="title">What grows.</param>
/// <param name="unit">Of its values.</param>
/// <param name="values">From the smallest on.</param>
internal sealed class GrowthTable(string title, string unit, IReadOnlyList<int> values)
{
    private readonly Dictionary<string, Dictionary<int, List<Sample>>> _samples = [];
    private readonly Dictionary<string, Dictionary<int, double>> _memory = [];

    public string Title => title;

    public IReadOnlyList<int> Values => values;

    public void Add(string contestant, int value, Sample sample, double mebibytes)
    {
        var samples = Of(_samples, contestant);
        if (!samples.TryGetValue(value, out var taken))
            samples[value] = taken = [];
        taken.Add(sample);
        var memory = Of(_memory, contestant);
        memory[value] = Math.Max(memory.GetValueOrDefault(value), mebibytes);
    }

    /// <summary>A row for each contestant: requests per second, processor and 99th percentile at each value, and how much more a request costs at the last than where it costs least.</summary>
    public void Print()
    {
        AnsiConsole.WriteLine();
        var table = new Table().Title($"{title}: requests/s · processor µs a request · p99 ms · MiB").MarkdownBorder();
        table.AddColumns(["", .. values.Select(value => $"{value:N0} {unit}"), "cost, last to least"]);
        foreach (var (contestant, samples) in _samples)
        {
            table.AddRow([
                contestant,
                .. values.Select(value => samples.TryGetValue(value, out var taken) ? Cell(Sample.Median(taken), _memory[contestant][value]) : ""),
                $"× {Figure(Sample.Median(samples[values[^1]]).Processor / samples.Values.Min(taken => Sample.Median(taken).Processor))}",
            ]);
        }

        AnsiConsole.Write(table);
    }

    public IEnumerable<LineChart> Charts() =>
    [
        Chart("processor µs a request", sample => sample.Processor),
        Chart("requests/s", sample => sample.PerSecond),
    ];

    private LineChart Chart(string figure, Func<Sample, double> of) => new(
        $"{title}: {figure}",
        unit,
        [.. _samples.Select(one => (one.Key, (IReadOnlyList<(double, double)>)[.. one.Value.Select(taken => ((double)taken.Key, of(Sample.Median(taken.Value))))]))]);

    private static Dictionary<int, T> Of<T>(Dictionary<string, Dictionary<int, T>> all, string contestant) =>
        all.TryGetValue(contestant, out var one) ? one : all[contestant] = [];

    private static string Cell(Sample sample, double mebibytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{sample.PerSecond:F0} · {sample.Processor:F0} · {Figure(sample.P99)} · {mebibytes:F0}");

    private static string Figure(double value) => value.ToString(value < 10 ? "F2" : "F0", CultureInfo.InvariantCulture);
}
