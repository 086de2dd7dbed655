using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Spectre.Console;
using Strangler.Benchmarks.Proxies;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.Benchmarks;

/// <summary>
/// <c>uploads</c>: a backup of 100 MiB to the reference Flask alone, through nginx, HAProxy, bare YARP and the gateway at its stages, beside what no
/// server can be quicker than: copying the file on the same disk, and its SHA-256. Rounds take turns; no round begins before what the one before has
/// begun is over and on the disk.
/// </summary>
internal static class UploadsCommand
{
    private const int Mebi = 1024 * 1024;
    private const string Route = "start_backup";

    private static readonly string[] Stages = ["legacy", "shadow", "live"];

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Options(args);
        var (size, rounds) = (options.Whole("--mebibytes", 100, 1, 1000), options.Whole("--rounds", 9, 1, 99));
        if (!options.AreFine())
            return 2;

        using var folder = new TemporaryFolder();
        await using var flask = await LegacyServer.StartAsync(new LegacyOptions { Client = IdleClient.Path, ConnectionLimit = null }, CancellationToken.None);
        await using var gateway = await GatewayProcess.StartAsync(ServicesCommand.Beside(flask, ["status", "cancelable_jobs"]), CancellationToken.None);
        await using var yarp = await ServerProcess.StartAsync(typeof(UploadsCommand).Assembly.Location, hasManagement: false, "serve", "yarp", flask.Address.ToString(), "0");
        await using var nginx = await SystemProxy.NginxAsync(folder.Combine("nginx"), flask.Address);
        await using var haproxy = await SystemProxy.HaproxyAsync(folder.Combine("haproxy"), flask.Address);
        using var management = new HttpClient { BaseAddress = gateway.Management };

        List<(string Name, Func<Task<double>> TakeAsync, List<double> Seconds)> all =
        [
            ("copying the file", () => CopyAsync(folder, size), []),
            ("its SHA-256", () => Task.FromResult(Hash(size)), []),
            ("Flask alone", () => UploadAsync(flask.Address), []),
            .. nginx is null ? [] : ((string, Func<Task<double>>, List<double>)[])[(Lineup.Nginx, () => UploadAsync(nginx.Public), [])],
            .. haproxy is null ? [] : ((string, Func<Task<double>>, List<double>)[])[(Lineup.Haproxy, () => UploadAsync(haproxy.Public), [])],
            (Lineup.Yarp, () => UploadAsync(yarp.Public), []),
            .. Stages.Select(stage => (Lineup.NameOf(stage), (Func<Task<double>>)(() => UploadAtAsync(stage)), new List<double>())),
        ];
        for (var round = -1; round < rounds; round++) // the first one warms up and is not kept
        {
            foreach (var (_, take, seconds) in all)
            {
                await RunningJobs.EndAsync(flask.Address, gateway.Public);
                Disk.Settle();
                var taken = await take();
                if (round >= 0)
                    seconds.Add(taken);
            }
        }

        Print(all.ConvertAll(one => (one.Name, one.Seconds)), size, rounds);
        return 0;

        async Task<double> UploadAtAsync(string stage)
        {
            await GatewayUnderTest.SetStageAsync(management, stage, Route);
            return await UploadAsync(gateway.Public);
        }

        async Task<double> UploadAsync(Uri server)
        {
            var request = LoadRequest.Backup(server, size * Mebi);
            var sample = await Sample.TakeAsync(server, request, 1, TimeSpan.FromMinutes(5), most: 1);
            return sample.P50 / 1000;
        }
    }

    private static async Task<double> CopyAsync(TemporaryFolder folder, int size)
    {
        var (from, to) = (folder.Combine("from"), folder.Combine("to"));
        if (!File.Exists(from))
            await File.WriteAllBytesAsync(from, RandomNumberGenerator.GetBytes(size * Mebi));
        File.Delete(to);
        Disk.Settle();
        var started = Stopwatch.GetTimestamp();
        using (var cp = Process.Start("cp", ["--reflink=never", from, to]))
            await cp.WaitForExitAsync();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static double Hash(int size)
    {
        var content = RandomNumberGenerator.GetBytes(size * Mebi);
        var started = Stopwatch.GetTimestamp();
        SHA256.HashData(content);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static void Print(List<(string Name, List<double> Seconds)> all, int size, int rounds)
    {
        var (bound, flask) = (all.Take(2).MaxBy(one => Middle(one.Seconds)).Seconds, all.Single(one => one.Name == "Flask alone").Seconds);
        var nginx = all.SingleOrDefault(one => one.Name == Lineup.Nginx).Seconds;
        var table = new Table().Title($"a backup of {size} MiB, one client, {rounds} rounds, medians").MarkdownBorder();
        table.AddColumns("", "seconds", "MiB/s", "speed to the slower of copy and SHA-256", "to Flask alone", "to nginx");
        foreach (var (name, seconds) in all)
        {
            table.AddRow(
                name, Figure(Middle(seconds), "F3"), Figure(size / Middle(seconds), "F0"), Ratio(bound, seconds), Ratio(flask, seconds), nginx is null ? "" : Ratio(nginx, seconds));
        }

        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 160);
        AnsiConsole.Write(table);
    }

    /// <summary>The middle of the rounds' ratios of speed.</summary>
    private static string Ratio(List<double> other, List<double> seconds) => Figure(Middle([.. other.Zip(seconds, (theirs, own) => theirs / own)]), "F2");

    private static double Middle(List<double> values) => Sample.Middle(values, value => value);

    private static string Figure(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
