using System.Globalization;
using Spectre.Console;
using Strangler.Testing;
using Strangler.Testing.Clients;
using Strangler.Testing.Processes;

namespace Strangler.Benchmarks.Sockets;

/// <summary>
/// <c>sockets</c>: the whole gateway process with many open sockets, half of them Socket.IO's and half the hub's, in phases, each with a fresh
/// process: idle ones, then every event of running jobs sent to all, then the same to the reference Flask as far as it goes, which knows ten
/// clients and tells them of cancellations alone. Jobs are real: a client program that climbs from 1 to 100 percent, which the gateway tells
/// of five times a second at most, so that 40 jobs make the 200 events a second of 20 jobs at ten. Every fifth is cancelled on its way.
/// Ends with 1 when something that must arrive did not, memory went beyond its bound, or descriptors did not come back.
/// <c>--only TEXT</c> leaves out phases whose name does not have it.
/// </summary>
internal static class SocketsCommand
{
    private const double MostGrowth = 1.05;
    private const int MostIdleMebibytes = 300;
    private const int FlaskClients = 10;

    private static readonly string[] Routes = ["status", "health", "start_backup", "job_status", "cancel_job", "cancelable_jobs", "realtime"];

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Options(args);
        var (sockets, jobs, seconds) = (options.Whole("--sockets", 1000, 2, 15_000), options.Whole("--jobs", 40, 1, 200), options.Whole("--seconds", 600, 10, 36_000));
        var (idle, idleSeconds) = (options.Whole("--idle", 10_000, 2, 15_000), options.Whole("--idle-seconds", 120, 10, 36_000));
        var (flaskSeconds, only) = (options.Whole("--flask-seconds", 60, 10, 36_000), options.Text("--only", ""));
        if (!options.AreFine())
            return 2;

        (string Name, Func<Task<bool>> RunAsync)[] phases =
        [
            ($"idle, Socket.IO: {idle} sockets, {idleSeconds} s", () => IdleAsync(idle, idle, TimeSpan.FromSeconds(idleSeconds))),
            ($"idle, both: {idle} sockets, half Socket.IO, half the hub, {idleSeconds} s", () => IdleAsync(idle, idle / 2, TimeSpan.FromSeconds(idleSeconds))),
            ($"load: {sockets} sockets, half Socket.IO, half the hub, {jobs} jobs, {seconds} s", () => LoadAsync(sockets, jobs, TimeSpan.FromSeconds(seconds))),
            ($"load on Flask: {FlaskClients} Socket.IO sockets, {Math.Min(jobs, FlaskClients)} jobs, {flaskSeconds} s", () => FlaskAsync(jobs, TimeSpan.FromSeconds(flaskSeconds))),
        ];
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 200);
        var holds = true;
        foreach (var phase in phases.Where(phase => phase.Name.Contains(only, StringComparison.Ordinal)))
        {
            AnsiConsole.WriteLine();
            AnsiConsole.WriteLine(phase.Name);
            holds &= await phase.RunAsync();
        }

        return holds ? 0 : 1;
    }

    private static async Task<bool> IdleAsync(int sockets, int engine, TimeSpan time)
    {
        await using var gateway = await GatewayProcess.StartAsync(Modern(1), CancellationToken.None);
        var server = new ObservedProcess(gateway.ProcessId);
        await WarmUpAsync(gateway.Public);
        var (descriptors, atStart) = (server.Descriptors, server.Mebibytes);
        int open;
        Arrivals arrivals;
        List<double> memory;
        await using (var crowd = await SocketCrowd.OpenAsync(gateway.Public, sockets, engine, new JobLedger()))
        {
            open = server.Descriptors.Count;
            memory = await server.SampleAsync(time);
            arrivals = crowd.Arrivals(time);
        }

        var left = await server.DescriptorsOnceAtMostAsync(descriptors.Count);
        Say("memory", $"{Whole(atStart)} MiB at the start, then {OverTime(memory)}; the most {Whole(memory.Max())}, {MostIdleMebibytes} allowed");
        SayDescriptors(descriptors, open, left);
        SayClosed(arrivals);
        return Verdict(arrivals.Closed.Count == 0 && memory.Max() <= MostIdleMebibytes && left.Count <= descriptors.Count);
    }

    private static async Task<bool> LoadAsync(int sockets, int jobs, TimeSpan time)
    {
        await using var gateway = await GatewayProcess.StartAsync(Modern(jobs), CancellationToken.None);
        var server = new ObservedProcess(gateway.ProcessId);
        await JobTraffic.RunAsync(gateway.Public, 1, TimeSpan.Zero);
        await WarmUpAsync(gateway.Public);
        var (descriptors, atStart) = (server.Descriptors, server.Mebibytes);
        var ledger = new JobLedger();
        int open;
        Arrivals arrivals;
        List<double> memory;
        await using (var crowd = await SocketCrowd.OpenAsync(gateway.Public, sockets, sockets / 2, ledger))
        {
            open = server.Descriptors.Count;
            var sampling = server.SampleAsync(time);
            await JobTraffic.RunAsync(gateway.Public, jobs, time, ledger);
            memory = await sampling;
            await crowd.SettleAsync();
            arrivals = crowd.Arrivals(time);
        }

        var left = await server.DescriptorsOnceAtMostAsync(descriptors.Count);
        var growth = Growth(memory);
        Say("memory", $"{Whole(atStart)} MiB at the start, then {OverTime(memory)}; × {growth:F2} after the first quarter, × {MostGrowth:F2} allowed");
        SayDescriptors(descriptors, open, left);
        Say(arrivals);
        return Verdict(arrivals.IsWhole && growth <= MostGrowth && left.Count <= descriptors.Count);
    }

    /// <summary>Nothing is asked of it.</summary>
    private static async Task<bool> FlaskAsync(int jobs, TimeSpan time)
    {
        await using var flask = await LegacyServer.StartAsync(new LegacyOptions { Client = ScriptedClient.Arguments[0], ConnectionLimit = null }, CancellationToken.None);
        var ledger = new JobLedger { EndsAreTold = false };
        await using var crowd = await SocketCrowd.OpenAsync(flask.Address, FlaskClients, FlaskClients, ledger);
        await JobTraffic.RunAsync(flask.Address, Math.Min(jobs, FlaskClients), time, ledger);
        await crowd.SettleAsync();
        Say(crowd.Arrivals(time));
        return true;
    }

    private static GatewayOptions Modern(int jobs) => new(new Uri("http://127.0.0.1:1"))
    {
        Stages = Routes.ToDictionary(route => route, _ => "complete"),
        Settings = new Dictionary<string, string>(ScriptedClient.Settings)
        {
            ["Services:LegacyRoot"] = RepositoryRoot.Combine("deploy", "legacy-flask", "root"),
            ["Services:Jobs:MaxRunning"] = $"{jobs}",
            // The client program stores no file: what is expected of a job would be kept for an hour.
            ["Services:Receipts:GiveUpAfter"] = "00:01:00",
            ["Services:Realtime:MaxClients"] = "20000",
            ["Services:Realtime:Hub:MaxSockets"] = "20000",
            ["Services:Realtime:Hub:MaxSocketsPerAddress"] = "20000",
            ["Gateway:ConnectionLimit"] = "0",
            ["Logging:LogLevel:Default"] = "Warning",
        },
    };

    /// <summary>What a process opens once only is open then.</summary>
    private static async Task WarmUpAsync(Uri server)
    {
        await using var crowd = await SocketCrowd.OpenAsync(server, 2, 1, new JobLedger());
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None);
    }

    private static void Say(Arrivals arrivals)
    {
        Say("jobs", $"{arrivals.Jobs}, of which {Whole(arrivals.ProgressPerSecond)} messages a second came to all sockets together; a socket got {arrivals.ShareOfQuickest:P1} of what the quickest did");
        Say("lost", $"{arrivals.Lost}; doubled {arrivals.Doubled}, out of order {arrivals.Disordered}");
        Say("late", $"{arrivals.LateP50} ms (p50), {arrivals.LateP99} ms (p99), {arrivals.Latest} ms at most, of which the clients' own threads took up to {arrivals.OwnLag} ms at a time");
        SayClosed(arrivals);
    }

    private static void SayDescriptors(IReadOnlyList<string> before, int open, IReadOnlyList<string> after)
    {
        Say("descriptors", $"{before.Count} at the start, {open} open, {after.Count} afterwards");
        var known = before.CountBy(target => target).ToDictionary();
        foreach (var (target, count) in after.CountBy(target => target).Where(one => one.Value > known.GetValueOrDefault(one.Key)))
            Say("", $"{count - known.GetValueOrDefault(target)} more: {target}");
    }

    private static void SayClosed(Arrivals arrivals)
    {
        Say("closed", $"{arrivals.Closed.Count}");
        foreach (var (end, count) in arrivals.Closed.CountBy(end => end))
            Say("", $"{count} × {end}");
    }

    private static void Say(string what, FormattableString figures) => AnsiConsole.WriteLine($"  {what,-12} {figures.ToString(CultureInfo.InvariantCulture)}");

    private static bool Verdict(bool holds)
    {
        Say("", $"{(holds ? "holds" : "DOES NOT HOLD")}");
        return holds;
    }

    /// <summary>The last tenth of the samples to the tenth after the first quarter, which is the warm-up.</summary>
    private static double Growth(List<double> memory)
    {
        var tenth = Math.Max(1, memory.Count / 10);
        return memory.TakeLast(tenth).Average() / memory.Skip(memory.Count / 4).Take(tenth).Average();
    }

    /// <summary>At most a dozen of the values, evenly apart, the last among them.</summary>
    private static string OverTime(List<double> values)
    {
        var step = (values.Count + 11) / 12;
        return string.Join(' ', values.Where((_, i) => (values.Count - 1 - i) % step == 0).Select(Whole));
    }

    private static string Whole(double value) => value.ToString("F0", CultureInfo.InvariantCulture);
}
