using System.Globalization;
using Spectre.Console;

namespace Strangler.Benchmarks;

/// <summary>
/// Measures direct, bare YARP, nginx, HAProxy and the gateway at each stage side by side. The rounds take turns, so that what else the
/// machine does falls on all alike; ratios are taken within a round, and the middle one is shown.
/// </summary>
internal static class BenchmarkCommand
{
    private const string Path = "/api/status";

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Options(args);
        var (connections, seconds, rounds) = (options.Whole("--connections", 32, 1, 1024), options.Whole("--seconds", 3, 1, 600), options.Whole("--rounds", 7, 1, 99));
        if (!options.AreFine())
            return 2;

        await using var lineup = await Lineup.StartAsync(["legacy", "shadow", "live"]);
        var duration = TimeSpan.FromSeconds(seconds);
        for (var round = -1; round < rounds; round++) // the first one warms up and is not kept
        {
            foreach (var contestant in lineup.Contestants)
            {
                var sample = await lineup.MeasureAsync(contestant, Path, connections, duration);
                if (round >= 0)
                    contestant.Samples.Add(sample);
            }
        }

        Print(lineup, connections, duration, rounds);
        return 0;
    }

    private static void Print(Lineup lineup, int connections, TimeSpan duration, int rounds)
    {
        var (direct, yarp, nginx) = (lineup.Find(Lineup.Direct)!, lineup.Find(Lineup.Yarp)!, lineup.Find(Lineup.Nginx));
        var table = new Table().Title($"GET {Path}, {connections} connections, {rounds} rounds of {duration.TotalSeconds} s, medians").MarkdownBorder();
        table.AddColumns("", "requests/s", "p50 ms", "p95 ms", "p99 ms", "processor µs", "requests/s to YARP", "to nginx", "to direct", "p99 to YARP", "p99 to nginx");
        foreach (var contestant in lineup.Contestants)
        {
            var median = Sample.Median(contestant.Samples);
            table.AddRow(
                contestant.Name,
                Whole(median.PerSecond), Figure(median.P50), Figure(median.P95), Figure(median.P99), Whole(median.Processor),
                Figure(contestant.Ratio(yarp, s => s.PerSecond)),
                nginx is null ? "" : Figure(contestant.Ratio(nginx, s => s.PerSecond)),
                Figure(contestant.Ratio(direct, s => s.PerSecond)),
                Figure(contestant.Ratio(yarp, s => s.P99)),
                nginx is null ? "" : Figure(contestant.Ratio(nginx, s => s.P99)));
        }

        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 180);
        AnsiConsole.Write(table);
    }

    private static string Whole(double value) => value.ToString("F0", CultureInfo.InvariantCulture);

    private static string Figure(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
