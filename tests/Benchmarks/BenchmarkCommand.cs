using System.Globalization;
using System.Net.Mime;
using System.Text;
using Spectre.Console;

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

        var folder = Directory.CreateTempSubdirectory("strangler-bench-").FullName;
        try
        {
            await MeasureAsync(folder, connections, TimeSpan.FromSeconds(seconds), rounds);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(string folder, int connections, TimeSpan duration, int rounds)
    {
        var self = typeof(BenchmarkCommand).Assembly.Location;
        await using var constant = await ServerProcess.StartAsync(self, hasManagement: false, "serve", "constant");
        await using var yarp = await ServerProcess.StartAsync(self, hasManagement: false, "serve", "yarp", constant.Public.ToString());
        await using var gateway = await StartGatewayAsync(folder, constant.Public);
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

    private static Task<ServerProcess> StartGatewayAsync(string folder, Uri upstream)
    {
        // artifacts/bin/Benchmarks/release beside artifacts/bin/Gateway/release
        var bin = new DirectoryInfo(AppContext.BaseDirectory);
        var program = System.IO.Path.Combine(bin.Parent!.Parent!.FullName, "Gateway", bin.Name, "Gateway.dll");
        foreach (var file in (string[])["yarp.json", "features.json", "rules.json"])
            File.Copy(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(program)!, file), System.IO.Path.Combine(folder, file));
        return ServerProcess.StartAsync(
            program,
            hasManagement: true,
            $"--Config={folder}",
            "--Gateway:Public=http://127.0.0.1:0",
            "--Gateway:Management=http://127.0.0.1:0",
            "--Gateway:ExitWithStdin=true",
            "--Gateway:ConnectionLimit=1000", // counted as ever, but never in the way of this many clients on one address
            "--Gateway:PageConnectionLimit=1000",
            $"--ReverseProxy:Clusters:legacy:Destinations:flask:Address={upstream}",
            $"--ShadowDiff:Database={System.IO.Path.Combine(folder, "gateway.db")}",
            "--Logging:LogLevel:Default=Warning");
    }

    private static async Task SetStageAsync(HttpClient management, string? stage)
    {
        if (stage is null)
            return;

        using var body = new StringContent($$"""{"stage":"{{stage}}","who":"benchmark","reason":"benchmark","force":true}""", Encoding.UTF8, MediaTypeNames.Application.Json);
        (await management.PostAsync("/api/routes/status/stage", body)).EnsureSuccessStatusCode();
    }

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
