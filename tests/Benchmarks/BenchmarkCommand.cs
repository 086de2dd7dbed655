using System.Globalization;
using Spectre.Console;
using Strangler.Testing;

namespace Strangler.Benchmarks;

/// <summary>
/// Measures direct, bare YARP and the gateway at each stage side by side. The rounds take turns, so that what else the machine does
/// falls on all alike; ratios are taken within a round, and the middle one is shown.
/// </summary>
internal static class BenchmarkCommand
{
    private const string Path = "/api/status";
    private static readonly string[] Stages = ["legacy", "shadow", "live"];

    public static async Task<int> RunAsync(string[] args)
    {
        if (!Arguments.TryRead(args, "--connections", 16, 1, 512, out var connections) || !Arguments.TryRead(args, "--seconds", 3, 1, 600, out var seconds) || !Arguments.TryRead(args, "--rounds", 7, 1, 99, out var rounds))
            return 2;

        using var folder = new TemporaryFolder();
        await MeasureAsync(folder.Path, connections, TimeSpan.FromSeconds(seconds), rounds);
        return 0;
    }

    private static async Task MeasureAsync(string folder, int connections, TimeSpan duration, int rounds)
    {
        var self = typeof(BenchmarkCommand).Assembly.Location;
        await using var constant = await ServerProcess.StartAsync(self, hasManagement: false, "serve", "constant");
        await using var yarp = await ServerProcess.StartAsync(self, hasManagement: false, "serve", "yarp", constant.Public.ToString());
        await using var gateway = await GatewayUnderTest.StartAsync(System.IO.Path.Combine(folder, "gateway"), constant.Public);
        using var management = new HttpClient { BaseAddress = gateway.Management };

        List<Contestant> contestants = [new("direct to upstream", constant.Public, null), new("bare YARP", yarp.Public, null), .. Stages.Select(stage => new Contestant($"gateway, {stage}", gateway.Public, stage))];
        foreach (var contestant in contestants)
        {
            await SetStageAsync(management, contestant.Stage);
            await Sample.TakeAsync(contestant.Target, LoadRequest.Get(contestant.Target, Path), connections, duration); // warms up, not kept
        }

        for (var round = 0; round < rounds; round++)
        {
            foreach (var contestant in contestants)
            {
                await SetStageAsync(management, contestant.Stage);
                contestant.Samples.Add(await Sample.TakeAsync(contestant.Target, LoadRequest.Get(contestant.Target, Path), connections, duration));
            }
        }

        Print(contestants, connections, duration, rounds);
    }

    private static Task SetStageAsync(HttpClient management, string? stage) =>
        stage is null ? Task.CompletedTask : GatewayUnderTest.SetStageAsync(management, stage);

    private static void Print(List<Contestant> contestants, int connections, TimeSpan duration, int rounds)
    {
        var (direct, yarp) = (contestants[0], contestants[1]);
        var table = new Table().Title($"GET {Path}, {connections} connections, {rounds} rounds of {duration.TotalSeconds} s, medians");
        table.AddColumns("", "requests/s", "p50 ms", "p95 ms", "p99 ms", "requests/s to bare YARP", "p99 to bare YARP", "requests/s to direct");
        foreach (var contestant in contestants)
        {
            var median = Sample.Median(contestant.Samples);
            table.AddRow(
                contestant.Name,
                median.PerSecond.ToString("F0", CultureInfo.InvariantCulture),
                Figure(median.P50),
                Figure(median.P95),
                Figure(median.P99),
                Figure(contestant.Ratio(yarp, s => s.PerSecond)),
                Figure(contestant.Ratio(yarp, s => s.P99)),
                Figure(contestant.Ratio(direct, s => s.PerSecond)));
        }

        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 140);
        AnsiConsole.Write(table);
    }

    private static string Figure(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
