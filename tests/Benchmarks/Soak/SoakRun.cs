using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.Benchmarks.Soak;

/// <summary>
/// The whole system and those who use it, for a time: reference Flask, stand-in backup server, the gateway's process, pages, sockets, an operator.
/// </summary>
internal sealed class SoakRun(SoakOptions options)
{
    private static readonly TimeSpan ReceivedFor = TimeSpan.FromMinutes(2);

    /// <summary>Where the gateway begins; it is moved about from there.</summary>
    private static readonly Dictionary<string, string> Stages = GatewayFolder.Modules.ToDictionary(route => route, _ => "live");

    /// <summary>Returns when the time is over, or it was stopped. What it saw is in its folder.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        Directory.CreateDirectory(options.Out);
        using var folder = new TemporaryFolder();
        await using var backup = await BackupServer.StartAsync(new BackupServerOptions { Root = folder.Combine("root") }, CancellationToken.None);
        await using var legacy = await RestartingLegacy.StartAsync(backup.Root, backup.Port);
        await using var gateway = await GatewayProcess.StartAsync(Gateway(legacy, backup), CancellationToken.None);
        using var ledger = new SoakLedger(Path.Combine(options.Out, SoakReport.Faults));
        using var audience = new Audience(gateway.Public, legacy, ledger);
        await audience.TakeSeatsAsync(options.Connections);
        using var probe = new GatewayProbe(gateway, ledger);
        await using var file = new StreamWriter(Path.Combine(options.Out, SoakReport.Samples)) { AutoFlush = true, NewLine = "\n" };
        await file.WriteLineAsync(SoakSample.Header);

        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        over.CancelAfter(options.For);
        Task[] parts =
        [
            SampleAsync(gateway, backup, probe, file, over),
            legacy.RestartAsync(options.RestartEvery, ledger, over.Token),
            StageFlips.RunAsync(gateway.Management, options.FlipEvery, ledger, over.Token),
            audience.RunAsync(over.Token),
            .. Enumerable.Range(0, options.Pages).Select(page => VisitAsync(page, gateway, backup, legacy, ledger, over.Token)),
        ];
        await foreach (var part in Task.WhenEach(parts))
        {
            if (part.IsFaulted)
                await over.CancelAsync(); // there is no point in hours of the others
        }

        await Task.WhenAll(parts);
        if (gateway.HasExited)
            ledger.Fault(Figure.Failed, "the gateway's process ended by itself");
        await file.WriteLineAsync($"{await probe.TakeAsync()}"); // the counts are whole now
        await File.WriteAllTextAsync(Path.Combine(options.Out, SoakReport.Log), gateway.Output, CancellationToken.None);
    }

    /// <summary>
    /// The gateway's defaults, but for what a thousand sockets need; and bounds of what it keeps on purpose so low that they are reached within the
    /// warm-up: else ten thousand ended jobs would be a trend for days.
    /// </summary>
    private GatewayOptions Gateway(RestartingLegacy legacy, BackupServer backup) => new(legacy.Address)
    {
        Stages = Stages,
        TakesBack = true,
        Settings = new Dictionary<string, string>
        {
            ["Services:LegacyRoot"] = backup.Root,
            ["Services:BackupServerPort"] = $"{backup.Port}",
            ["Services:Realtime:MaxClients"] = $"{options.Connections + 100}",
            ["Services:Realtime:Hub:MaxSockets"] = $"{options.Connections + 100}",
            ["Services:Jobs:MaxEnded"] = "100",
            ["ShadowDiff:ShapeMaxJobs"] = "100",
            ["ShadowDiff:NoiseWindow"] = "100",
            ["Gateway:ServedByHeader"] = "true",
        },
    };

    private async Task VisitAsync(int page, GatewayProcess gateway, BackupServer backup, RestartingLegacy legacy, SoakLedger ledger, CancellationToken over)
    {
        using var client = new SoakClient(gateway.Public, LoopbackAddress.OfPage(page), legacy, ledger);
        await new SimulatedPage(page, options, client, ledger, legacy, backup.Port, backup.ReceivedFiles).RunAsync(over);
    }

    private async Task SampleAsync(GatewayProcess gateway, BackupServer backup, GatewayProbe probe, StreamWriter file, CancellationTokenSource over)
    {
        using var timer = new PeriodicTimer(options.Every);
        while (await timer.NextAsync(over.Token))
        {
            if (gateway.HasExited)
                await over.CancelAsync();
            await file.WriteLineAsync($"{await probe.TakeAsync()}");
            Sweep(backup.ReceivedFiles);
        }
    }

    /// <summary>Received files that were looked at are in nobody's way any more: lists of them would grow for ever.</summary>
    private static void Sweep(string folder)
    {
        var oldest = TimeProvider.System.GetUtcNow().UtcDateTime - ReceivedFor;
        foreach (var file in new DirectoryInfo(folder).GetFiles("upload_*").Where(file => file.LastWriteTimeUtc < oldest))
            file.Delete();
    }
}
