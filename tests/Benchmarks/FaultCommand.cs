using System.Globalization;
using Spectre.Console;
using Strangler.Testing;

namespace Strangler.Benchmarks;

/// <summary>
/// Measures what a client of a <c>live</c> route notices of a mirrored side that is out of order, every request being mirrored:
/// latency against a gateway that mirrors nothing, and the gateway's memory over time. The clients ask at a fixed rate, well below
/// what the machine can do, so that the figures show waiting and not a shortage of processor. Figures are those of all rounds together;
/// a second gateway that mirrors nothing shows how far two equal ones are apart.
/// </summary>
internal static class FaultCommand
{
    private const string Path = "/api/status";

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Options(args);
        var (connections, rate) = (options.Whole("--connections", 8, 1, 512), options.Whole("--rate", 1000, 1, 100_000));
        var (seconds, rounds) = (options.Whole("--seconds", 2, 1, 600), options.Whole("--rounds", 60, 1, 999));
        if (!options.AreFine())
            return 2;

        using var folder = new TemporaryFolder();
        await MeasureAsync(folder.Path, new SteadyLoad(connections, rate, TimeSpan.FromSeconds(seconds)), rounds);
        return 0;
    }

    private static async Task MeasureAsync(string folder, SteadyLoad load, int rounds)
    {
        await using var constant = await ServerProcess.StartAsync(typeof(FaultCommand).Assembly.Location, hasManagement: false, "serve", "constant");
        List<FaultContestant> contestants = [];
        try
        {
            foreach (var name in new[] { "off", "off, again" })
                contestants.Add(await FaultContestant.StartAsync(folder, name, constant.Public, "ShadowDiff:SampleRate=0"));
            foreach (var fault in FaultyServer.Faults)
                contestants.Add(await FaultContestant.StartAsync(folder, fault, null, "ShadowDiff:SampleRate=1", "ShadowDiff:MaxPerSecond=100000"));

            foreach (var contestant in contestants)
                await contestant.MeasureAsync(Path, load); // warms up
            contestants.ForEach(contestant => contestant.Forget());
            for (var round = 0; round < rounds; round++)
            {
                foreach (var contestant in contestants.Skip(round % contestants.Count).Concat(contestants.Take(round % contestants.Count)))
                    await contestant.MeasureAsync(Path, load);
            }

            Print(contestants, load, rounds);
        }
        finally
        {
            foreach (var contestant in contestants)
                await contestant.DisposeAsync();
        }
    }

    private static void Print(List<FaultContestant> contestants, SteadyLoad load, int rounds)
    {
        var table = new Table().Title($"GET {Path} at live, {load.PerSecond} requests/s on {load.Connections} connections, {rounds} rounds of {load.Duration.TotalSeconds} s in turns");
        table.AddColumns("mirrored side", "p50 ms", "p95 ms", "p99 ms", "p50 to off", "p99 to off", "MiB over time", "mirrored", "not compared");
        var off = Sample.Whole(contestants[0].Samples);
        foreach (var contestant in contestants)
        {
            var whole = Sample.Whole(contestant.Samples);
            table.AddRow(
                contestant.Name, Figure(whole.P50), Figure(whole.P95), Figure(whole.P99), Figure(whole.P50 / off.P50), Figure(whole.P99 / off.P99),
                OverTime(contestant.Memory), $"{contestant.Compared}", contestant.Uncompared);
        }

        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 200);
        AnsiConsole.Write(table);
    }

    /// <summary>At most a dozen of the values, evenly apart, the last among them.</summary>
    private static string OverTime(List<double> values)
    {
        var step = (values.Count + 11) / 12;
        return string.Join(' ', values.Where((_, i) => (values.Count - 1 - i) % step == 0).Select(value => value.ToString("F0", CultureInfo.InvariantCulture)));
    }

    private static string Figure(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
