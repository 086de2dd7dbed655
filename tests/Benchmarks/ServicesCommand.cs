using System.Globalization;
using Spectre.Console;
using Strangler.Benchmarks.Charts;
using Strangler.Testing.Processes;

namespace Strangler.Benchmarks;

/// <summary>
/// <c>services</c>: the C# modules in the whole gateway process against the reference Flask, side by side in one run. Both start the same
/// client, which does nothing, so that the figures are those of the servers. The rounds take turns; ratios are taken within a round. One
/// round comes before, which counts for neither, and none begins before the jobs of the one before it have ended on both sides and the disk
/// has what they wrote.
/// <c>--only TEXT</c> leaves out loads whose name does not have it; <c>--chart FILE</c> draws what was compared.
/// </summary>
internal static class ServicesCommand
{
    private const int Mebi = 1024 * 1024;

    private static readonly IReadOnlyList<Load> Compared =
    [
        new("GET /api/status", 1, target => LoadRequest.Get(target, "/api/status")),
        new("GET /api/status", 10, target => LoadRequest.Get(target, "/api/status")),
        new("GET /health", 1, target => LoadRequest.Get(target, "/health")),
        new("GET /health", 10, target => LoadRequest.Get(target, "/health")),
        new("start_backup 1 KiB", 1, target => LoadRequest.Backup(target, 1024), Most: 1000),
        new("start_backup 1 KiB", 10, target => LoadRequest.Backup(target, 1024), Most: 300),
        new("start_backup 1 MiB", 1, target => LoadRequest.Backup(target, Mebi), Most: 300),
        new("start_backup 1 MiB", 10, target => LoadRequest.Backup(target, Mebi), Most: 50),
        new("start_backup 100 MiB", 1, target => LoadRequest.Backup(target, 100 * Mebi), Most: 5),
        new("start_backup 100 MiB", 10, target => LoadRequest.Backup(target, 100 * Mebi), Most: 2),
    ];

    private static readonly IReadOnlyList<Load> Ours =
    [
        new("GET /api/status", 64, target => LoadRequest.Get(target, "/api/status")),
        new("GET /api/status", 512, target => LoadRequest.Get(target, "/api/status")),
        new("start_backup 1 KiB", 64, target => LoadRequest.Backup(target, 1024)),
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Options(args);
        var (seconds, rounds, only) = (options.Whole("--seconds", 3, 1, 600), options.Whole("--rounds", 3, 1, 99), options.Text("--only", ""));
        var chart = options.Text("--chart", "");
        if (!options.AreFine())
            return 2;

        await using var flask = await LegacyServer.StartAsync(new LegacyOptions { Client = IdleClient.Path, ConnectionLimit = null }, CancellationToken.None);
        await using var gateway = await GatewayProcess.StartAsync(Beside(flask, ["status", "health", "start_backup", "cancelable_jobs"]), CancellationToken.None);
        var table = new Table().Title($"gateway at complete against the reference Flask, {rounds} rounds of {seconds} s, medians").MarkdownBorder();
        table.AddColumns("", "clients", "Flask /s", "p50", "p95", "p99 ms", "C# /s", "p50", "p95", "p99 ms", "throughput ×", "p50 ×", "p95 ×", "p99 ×");
        List<(Load Load, Sample Flask, Sample Modern)> measured = [];
        foreach (var load in Compared.Where(load => load.Name.Contains(only, StringComparison.Ordinal)))
        {
            var (legacy, modern) = await CompareAsync(table, load, flask.Address, gateway.Public, TimeSpan.FromSeconds(seconds), rounds);
            measured.Add((load, legacy, modern));
        }

        foreach (var load in Ours.Where(load => load.Name.Contains(only, StringComparison.Ordinal)))
            await ShowAsync(table, load, gateway.Public, TimeSpan.FromSeconds(seconds));
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 160);
        AnsiConsole.Write(table);
        if (chart.Length > 0)
            await File.WriteAllTextAsync(chart, LatencyChart.ToSvg("Flask", "C#", [.. measured.Select(one => ($"{one.Load.Name}, {one.Load.Clients} at once", one.Flask, one.Modern))]));
        return 0;
    }

    /// <summary>A gateway beside a Flask, on the same root and with the same client, which does nothing.</summary>
    /// <param name="flask">The legacy.</param>
    /// <param name="complete">Routes that C# alone answers.</param>
    internal static GatewayOptions Beside(LegacyServer flask, IReadOnlyList<string> complete) => new(flask.Address)
    {
        Stages = complete.ToDictionary(route => route, _ => "complete"),
        Settings = new Dictionary<string, string>
        {
            ["Services:LegacyRoot"] = flask.Root,
            ["Services:Jobs:Client"] = IdleClient.Path,
            ["Services:Jobs:MaxWaiting"] = "100000",
            ["Gateway:ConnectionLimit"] = "0",
            ["Logging:LogLevel:Default"] = "Warning",
        },
    };

    private static async Task<(Sample Legacy, Sample Modern)> CompareAsync(Table table, Load load, Uri flask, Uri gateway, TimeSpan duration, int rounds)
    {
        var (legacy, modern) = (new Contestant("Flask", flask, null), new Contestant("C#", gateway, null));
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var side in new[] { legacy, modern })
            {
                await RunningJobs.EndAsync(flask, gateway);
                Disk.Settle();
                side.Samples.Add(await load.TakeAsync(side.Target, duration));
            }
        }

        legacy.Samples.RemoveAt(0);
        modern.Samples.RemoveAt(0);

        var medians = (Legacy: Sample.Median(legacy.Samples), Modern: Sample.Median(modern.Samples));
        table.AddRow([
            load.Name, Whole(load.Clients), .. Figures(medians.Legacy), .. Figures(medians.Modern),
            Figure(modern.Ratio(legacy, s => s.PerSecond)), Figure(legacy.Ratio(modern, s => s.P50)), Figure(legacy.Ratio(modern, s => s.P95)), Figure(legacy.Ratio(modern, s => s.P99)),
        ]);
        return medians;
    }

    private static async Task ShowAsync(Table table, Load load, Uri gateway, TimeSpan duration) =>
        table.AddRow([load.Name, Whole(load.Clients), "", "", "", "", .. Figures(await load.TakeAsync(gateway, duration)), "", "", "", ""]);

    private static string[] Figures(Sample sample) => [Whole(sample.PerSecond), Figure(sample.P50), Figure(sample.P95), Figure(sample.P99)];

    private static string Whole(double value) => value.ToString(value < 100 ? "F1" : "F0", CultureInfo.InvariantCulture);

    private static string Figure(double value) => value.ToString("F2", CultureInfo.InvariantCulture);

    /// <summary>One kind of load; <paramref name="Most"/> bounds the requests of each client.</summary>
    private sealed record Load(string Name, int Clients, Func<Uri, LoadRequest> Request, int Most = int.MaxValue)
    {
        public Task<Sample> TakeAsync(Uri target, TimeSpan duration) => Sample.TakeAsync(target, Request(target), Clients, duration, Most);
    }
}
