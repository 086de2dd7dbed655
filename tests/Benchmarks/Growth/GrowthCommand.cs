using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Strangler.Benchmarks.Charts;
using Strangler.Testing;

namespace Strangler.Benchmarks.Growth;

/// <summary>
/// <c>growth</c>: what happens to requests per second and to what a request costs while one quantity grows: connections, bytes of an answer,
/// routes, divergences in the store, idle connections. A quantity that does not matter to a request must not change its cost.
/// </summary>
internal static class GrowthCommand
{
    private const string Path = "/api/status";
    private const int Connections = 32;

    private static readonly string[] Kinds = ["connections", "bytes", "routes", "divergences", "idle"];

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Options(args);
        var (seconds, rounds) = (options.Whole("--seconds", 2, 1, 600), options.Whole("--rounds", 3, 1, 99));
        var (only, file) = (options.OneOf("--only", ["all", .. Kinds]), options.Text("--chart", ""));
        if (!options.AreFine())
            return 2;

        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 260);
        var duration = TimeSpan.FromSeconds(seconds);
        List<GrowthTable> all = [];
        foreach (var kind in Kinds.Where(kind => only is "all" || only == kind))
        {
            all.Add(await (kind switch
            {
                "connections" => ConnectionsAsync(duration, rounds),
                "bytes" => BytesAsync(duration, rounds),
                "routes" => RoutesAsync(duration, rounds),
                "divergences" => DivergencesAsync(duration, rounds),
                _ => IdleAsync(duration, rounds),
            }));
            all[^1].Print();
            if (file.Length > 0)
                await File.WriteAllTextAsync(file, ChartSheet.ToSvg([.. all.SelectMany(growth => growth.Charts())], columns: 2));
        }

        return 0;
    }

    private static async Task<GrowthTable> ConnectionsAsync(TimeSpan duration, int rounds)
    {
        var growth = new GrowthTable("connections", "connections", [1, 4, 16, 64, 256, 1024]);
        await using var lineup = await Lineup.StartAsync(["legacy", "shadow", "live"]);
        await MeasureAsync(growth, lineup, rounds, (contestant, value) => lineup.MeasureAsync(contestant, Path, value, duration));
        return growth;
    }

    private static async Task<GrowthTable> BytesAsync(TimeSpan duration, int rounds)
    {
        var growth = new GrowthTable("an answer's length", "bytes", [100, 1_000, 10_000, 100_000, 1_000_000]);
        await using var lineup = await Lineup.StartAsync(["legacy", "shadow"]);
        await MeasureAsync(growth, lineup, rounds, (contestant, value) => lineup.MeasureAsync(contestant, $"{Path}?bytes={value}", Connections, duration));
        return growth;
    }

    /// <summary>The shipped files have 29 routes of YARP's.</summary>
    private static async Task<GrowthTable> RoutesAsync(TimeSpan duration, int rounds)
    {
        var growth = new GrowthTable("routes", "routes", [29, 100, 300, 1000]);
        foreach (var value in growth.Values)
        {
            var started = Stopwatch.GetTimestamp();
            await using var lineup = await Lineup.StartAsync(["legacy", "live"], routes: value - growth.Values[0]);
            AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value} routes: all started after {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s, the gateway took {lineup.Gateway.Tree.Processor.TotalSeconds:F1} s of processor"));
            await MeasureAsync(growth, lineup, value, rounds, contestant => lineup.MeasureAsync(contestant, Path, Connections, duration));
        }

        return growth;
    }

    private static async Task<GrowthTable> DivergencesAsync(TimeSpan duration, int rounds)
    {
        var growth = new GrowthTable("divergences in the store", "divergences", [0, 100, 1_000, 10_000]);
        using var folder = new TemporaryFolder();
        foreach (var value in growth.Values)
        {
            await using var lineup = await Lineup.StartAsync(["shadow", "live"], prepare: database => StoredDivergences.AddAsync(database, value));
            using var client = new HttpClient { BaseAddress = lineup.Gateway.Management };
            var started = Stopwatch.GetTimestamp();
            await client.GetStringAsync("/api/reports");
            var first = Stopwatch.GetElapsedTime(started);
            started = Stopwatch.GetTimestamp();
            await client.GetStringAsync("/api/reports");
            AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value} divergences: the gateway took {lineup.Gateway.Tree.Processor.TotalSeconds:F1} s of processor to start; /api/reports {first.TotalMilliseconds:F0} ms, again {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms"));
            await MeasureAsync(growth, lineup, value, rounds, contestant => lineup.MeasureAsync(contestant, Path, Connections, duration));
        }

        return growth;
    }

    private static async Task<GrowthTable> IdleAsync(TimeSpan duration, int rounds)
    {
        var growth = new GrowthTable("idle connections", "idle", [0, 100, 1_000, 10_000]);
        await using var lineup = await Lineup.StartAsync(["legacy"]);
        await MeasureAsync(growth, lineup, rounds, async (contestant, value) =>
        {
            using var idle = await IdleConnections.OpenAsync(contestant.Target, Path, value);
            return await lineup.MeasureAsync(contestant, Path, Connections, duration);
        });
        return growth;
    }

    private static async Task MeasureAsync(GrowthTable growth, Lineup lineup, int rounds, Func<Contestant, int, Task<Sample>> take)
    {
        await WarmUpAsync(lineup);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var value in growth.Values)
            {
                foreach (var contestant in lineup.Contestants)
                    growth.Add(contestant.Name, value, await take(contestant, value), contestant.Process!.Mebibytes);
            }
        }
    }

    private static async Task MeasureAsync(GrowthTable growth, Lineup lineup, int value, int rounds, Func<Contestant, Task<Sample>> take)
    {
        await WarmUpAsync(lineup);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var contestant in lineup.Contestants)
                growth.Add(contestant.Name, value, await take(contestant), contestant.Process!.Mebibytes);
        }
    }

    private static async Task WarmUpAsync(Lineup lineup)
    {
        foreach (var contestant in lineup.Contestants)
            await lineup.MeasureAsync(contestant, Path, Connections, TimeSpan.FromSeconds(2));
    }
}
