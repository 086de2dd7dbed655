using System.Globalization;
using Strangler.Benchmarks.Proxies;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.Benchmarks.Cost;

/// <summary>
/// <c>flame</c>: where one contestant's processor time goes, as a picture. <c>perf</c> samples the stacks by the clock, so that it works without
/// counters of the processor; the runtime compiles all code anew and says where it is, so that each frame has a name.
/// </summary>
internal static class FlameCommand
{
    private const string Path = "/api/status";
    private const int PerSecond = 999;

    private static readonly Dictionary<string, string> Named = new() { ["DOTNET_PerfMapEnabled"] = "3", ["DOTNET_ReadyToRun"] = "0", ["DOTNET_EnableWriteXorExecute"] = "0" };

    private static readonly Dictionary<string, string> Contestants = new()
    {
        ["legacy"] = Lineup.NameOf("legacy"),
        ["shadow"] = Lineup.NameOf("shadow"),
        ["live"] = Lineup.NameOf("live"),
        ["direct"] = Lineup.Direct,
        ["yarp"] = Lineup.Yarp,
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Options(args);
        var (connections, seconds) = (options.Whole("--connections", 32, 1, 1024), options.Whole("--seconds", 10, 1, 600));
        var (of, file) = (options.OneOf("--of", Contestants.Keys), options.Text("--out", "flame.svg"));
        if (!options.AreFine())
            return 2;
        if (SystemPrograms.Find("perf") is not { } perf)
        {
            await Console.Error.WriteLineAsync($"perf is not here: {SystemPrograms.Advice}.");
            return 1;
        }

        using var folder = new TemporaryFolder();
        await using var lineup = await Lineup.StartAsync(["legacy", "shadow", "live"], environment: Named);
        var contestant = lineup.Find(Contestants[of])!;
        var duration = TimeSpan.FromSeconds(seconds);
        await lineup.MeasureAsync(contestant, Path, connections, duration); // until the code is compiled for good
        await lineup.MeasureAsync(contestant, Path, connections, duration);
        string[] record = ["record", "-q", "-F", $"{PerSecond}", "-e", "cpu-clock", "-g", "-o", folder.Combine("perf.data"), "-p", string.Join(',', contestant.Process!.Ids)];
        using (var recording = await AttachedProgram.StartAsync(perf, record))
        {
            await lineup.MeasureAsync(contestant, Path, connections, duration);
            await recording.EndAsync();
        }

        var script = ChildProcess.Start(perf, ["script", "-i", folder.Combine("perf.data"), "-F", "comm,ip,sym,dso"], folder.Path);
        await script.ExitCodeAsync(CancellationToken.None);
        var graph = FlameGraph.Parse(script.Output.Split('\n'));
        await script.DisposeAsync();
        await File.WriteAllTextAsync(file, graph.ToSvg($"{contestant.Name}, GET {Path}, {connections} connections"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{graph.Samples} samples: {file}"));
        return 0;
    }
}
