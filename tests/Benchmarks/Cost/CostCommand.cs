using System.Globalization;
using Spectre.Console;
using Strangler.Testing;

namespace Strangler.Benchmarks.Cost;

/// <summary>
/// <c>cost</c>: what a request costs the server, which depends less on what else the machine does than requests per second do: processor time,
/// allocations, switches of threads, system calls, instructions. What the shadow does after the answer counts too.
/// </summary>
internal static class CostCommand
{
    private const string Path = "/api/status";
    private const int Shown = 6;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Options(args);
        var (connections, seconds, rounds) = (options.Whole("--connections", 32, 1, 1024), options.Whole("--seconds", 3, 1, 600), options.Whole("--rounds", 5, 1, 99));
        var wanted = options.Whole("--traced-requests", 3000, 100, 1_000_000);
        if (!options.AreFine())
            return 2;

        var requests = Math.Max(1, wanted / connections) * connections;
        await using var lineup = await Lineup.StartAsync(["legacy", "shadow", "live"]);
        var costs = lineup.Contestants.ToDictionary(contestant => contestant, _ => new List<RequestCost>());
        for (var round = -1; round < rounds; round++) // the first one warms up and is not kept
        {
            foreach (var (contestant, kept) in costs)
            {
                var cost = await MeasureAsync(lineup, contestant, connections, TimeSpan.FromSeconds(seconds));
                if (round >= 0)
                    kept.Add(cost);
            }
        }

        var table = new Table().Title($"a request of GET {Path}, {connections} connections, {rounds} rounds of {seconds} s, medians").MarkdownBorder();
        table.AddColumns("", "processor µs", "allocated bytes", "switches of threads", "system calls", "instructions", "the most frequent calls");
        using var folder = new TemporaryFolder();
        foreach (var (contestant, kept) in costs)
        {
            var (calls, instructions) = await TraceAsync(lineup, contestant, connections, requests, folder.Combine("strace"));
            table.AddRow(
                contestant.Name,
                Figure(Sample.Middle(kept, cost => cost.Processor), "F1"),
                contestant.Server is null ? "" : Figure(Sample.Middle(kept, cost => cost.Allocated ?? 0), "F0"),
                Figure(Sample.Middle(kept, cost => cost.Switches ?? 0), "F2"),
                calls is null ? "" : Figure((double)calls.Total / requests, "F2"),
                instructions is null ? "" : Figure(instructions.Value / requests, "F0"),
                calls is null ? "" : string.Join(", ", calls.Kinds.Take(Shown).Select(kind => $"{kind.Name} {Figure((double)kind.Count / requests, "F2")}")));
            if (contestant == lineup.Contestants[^1])
                Explain(calls is not null, instructions is not null);
        }

        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 240);
        AnsiConsole.Write(table);
        return 0;
    }

    private static void Explain(bool calls, bool instructions)
    {
        if (!calls)
            AnsiConsole.WriteLine($"No system calls: strace is not here; {Proxies.SystemPrograms.Advice}.");
        if (!instructions)
            AnsiConsole.WriteLine($"No instructions: perf is not here, or this machine (such as a virtual one) shows no counters of its processor.");
    }

    private static async Task<RequestCost> MeasureAsync(Lineup lineup, Contestant contestant, int connections, TimeSpan duration)
    {
        await lineup.PrepareAsync(contestant);
        using var client = new HttpClient();
        var process = contestant.Process!;
        var (processor, switches, allocated) = (process.Processor, process.Switches, await AllocatedAsync());
        var sample = await Sample.TakeAsync(contestant.Target, LoadRequest.Get(contestant.Target, Path), connections, duration);
        await Task.Delay(Pause, TimeProvider.System, CancellationToken.None); // what the shadow still had to do; a gateway's figures are half a second old at most
        double count = sample.Times.TotalCount;
        return new((process.Processor - processor).TotalMicroseconds / count, (await AllocatedAsync() - allocated) / count, (process.Switches - switches) / count);

        async Task<double?> AllocatedAsync() => contestant.Server is { } server ? await server.AllocatedAsync(client) : null;
    }

    private static async Task<(SystemCalls? Calls, double? Instructions)> TraceAsync(Lineup lineup, Contestant contestant, int connections, int requests, string file)
    {
        await lineup.PrepareAsync(contestant);
        return (
            SystemCalls.AreCounted ? await SystemCalls.CountAsync(contestant.Process!, file, LoadAsync) : null,
            Instructions.AreCounted ? await Instructions.CountAsync(contestant.Process!, LoadAsync) : null);

        Task LoadAsync() => Sample.TakeAsync(contestant.Target, LoadRequest.Get(contestant.Target, Path), connections, TimeSpan.FromMinutes(5), requests / connections);
    }

    private static string Figure(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
