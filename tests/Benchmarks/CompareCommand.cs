using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.Testing;

namespace Strangler.Benchmarks;

/// <summary>
/// Measures comparisons per second: the engine alone on one thread, and the whole shadow from its queue into SQLite. The rounds take
/// turns; beside the clock's figure stands what a comparison costs in processor time, which the load of the machine hardly changes.
/// </summary>
internal static class CompareCommand
{
    private const double Target = 2_000;

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Options(args);
        var (seconds, rounds) = (options.Whole("--seconds", 3, 1, 600), options.Whole("--rounds", 7, 1, 99));
        if (!options.AreFine())
            return 2;

        using var folder = new TemporaryFolder();
        await using var shadow = await ShadowInstance.StartAsync(folder.Path);
        await MeasureAsync(shadow, TimeSpan.FromSeconds(seconds), rounds);
        return 0;
    }

    private static async Task MeasureAsync(ShadowInstance shadow, TimeSpan duration, int rounds)
    {
        var traffic = Traffic.Cycle();
        var exchanges = traffic.Select(one => one.Exchange).ToList();
        var pairs = traffic.Select(one => one.Pair).ToList();
        List<(string Name, Func<Func<bool>, Task<long>> Run, List<(double PerSecond, double Cost)> Samples)> contestants =
        [
            ("engine alone, one thread", isOver => Task.FromResult(Compare(pairs, shadow, isOver)), []),
            ("whole shadow into SQLite", isOver => shadow.RunAsync(exchanges, isOver), []),
        ];
        for (var round = -1; round < rounds; round++) // the first one warms up and is not kept
        {
            foreach (var contestant in contestants)
            {
                var sample = await TakeAsync(contestant.Run, duration);
                if (round >= 0)
                    contestant.Samples.Add(sample);
            }
        }

        var table = new Table().Title($"comparisons, {rounds} rounds of {duration.TotalSeconds} s, medians");
        table.AddColumns("", "per second", "slowest round", "microseconds of processor each", $"to the target of {Target}");
        foreach (var (name, _, samples) in contestants)
        {
            var perSecond = Sample.Middle(samples, sample => sample.PerSecond);
            table.AddRow(name, Figure(perSecond, "F0"), Figure(samples.Min(sample => sample.PerSecond), "F0"), Figure(Sample.Middle(samples, sample => sample.Cost), "F1"), Figure(perSecond / Target, "F1"));
        }

        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 140);
        AnsiConsole.Write(table);
    }

    private static long Compare(List<ResponsePair> pairs, ShadowInstance shadow, Func<bool> isOver)
    {
        var count = 0L;
        for (; !isOver(); count++)
            ResponseComparer.Compare(pairs[(int)(count % pairs.Count)], shadow.Rules, DateOnly.MinValue);

        return count;
    }

    private static async Task<(double PerSecond, double Cost)> TakeAsync(Func<Func<bool>, Task<long>> run, TimeSpan duration)
    {
        var (started, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var count = await run(() => Stopwatch.GetElapsedTime(started) >= duration);
        return (count / Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / count);
    }

    private static string Figure(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
