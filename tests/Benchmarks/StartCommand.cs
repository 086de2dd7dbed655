using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Strangler.Testing;

namespace Strangler.Benchmarks;

/// <summary>
/// <c>start</c>: how long the gateway takes from its start to its first answer, what that costs, and what memory it holds at rest, after traffic,
/// and while everything is compared. Of what <c>./package.sh</c> has made where that is there, else of the build.
/// </summary>
internal static class StartCommand
{
    private const string Path = "/api/status";
    private const int Connections = 32;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly string Packaged = RepositoryRoot.Combine("artifacts", "packages", "work", "linux-x64", "Gateway");

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Options(args);
        var (starts, rest, seconds) = (options.Whole("--starts", 9, 1, 99), options.Whole("--rest", 10, 1, 600), options.Whole("--seconds", 10, 1, 600));
        var program = options.Text("--program", File.Exists(Packaged) ? Packaged : GatewayUnderTest.Built);
        var variables = options.Text("--environment", "");
        if (!options.AreFine())
            return 2;

        var environment = variables.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[^1]);
        using var folder = new TemporaryFolder();
        await using var constant = await ServerProcess.StartAsync(typeof(StartCommand).Assembly.Location, hasManagement: false, "serve", "constant");
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 160);
        AnsiConsole.WriteLine($"{program} {variables}");
        await MeasureStartsAsync(program, folder.Combine("gateway"), constant.Public, environment, starts);
        await MeasureMemoryAsync(program, folder, constant.Public, environment, TimeSpan.FromSeconds(rest), TimeSpan.FromSeconds(seconds));
        return 0;
    }

    private static async Task MeasureStartsAsync(string program, string folder, Uri upstream, Dictionary<string, string> environment, int starts)
    {
        List<Start> all = [];
        for (var i = 0; i <= starts; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await using var gateway = await GatewayUnderTest.StartAsync(program, folder, upstream, environment, []);
            var ready = Stopwatch.GetElapsedTime(started);
            using var client = new HttpClient();
            (await client.GetAsync(new Uri(gateway.Public, Path))).EnsureSuccessStatusCode();
            all.Add(new(ready.TotalMilliseconds, Stopwatch.GetElapsedTime(started).TotalMilliseconds, gateway.Tree.Processor.TotalMilliseconds, gateway.Tree.Mebibytes));
        }

        var table = new Table().MarkdownBorder().AddColumns("", "listens after ms", "first answer after ms", "quickest", "processor ms until then", "MiB then");
        Add("the first, which makes gateway.db", [all[0]]);
        Add($"{starts} more, medians", all[1..]);
        AnsiConsole.Write(table);

        void Add(string name, List<Start> some) => table.AddRow(
            name, Whole(Sample.Middle(some, start => start.Ready)), Whole(Sample.Middle(some, start => start.Answered)), Whole(some.Min(start => start.Answered)),
            Whole(Sample.Middle(some, start => start.Processor)), Whole(Sample.Middle(some, start => start.Mebibytes)));
    }

    private static async Task MeasureMemoryAsync(string program, TemporaryFolder folder, Uri upstream, Dictionary<string, string> environment, TimeSpan rest, TimeSpan load)
    {
        var table = new Table().MarkdownBorder().AddColumns("", "MiB", "processor s");
        await using (var gateway = await GatewayUnderTest.StartAsync(program, folder.Combine("gateway"), upstream, environment, []))
        {
            await Task.Delay(rest, TimeProvider.System, CancellationToken.None);
            Add($"at rest, {rest.TotalSeconds} s after the start", gateway.Tree.Mebibytes, gateway);
            await LoadAsync(gateway, "legacy", $"the most while {Connections} connections ask for {load.TotalSeconds} s at legacy");
            await LoadAsync(gateway, "live", $"the most while {Connections} connections ask for {load.TotalSeconds} s at live");
            await Task.Delay(rest, TimeProvider.System, CancellationToken.None);
            Add($"{rest.TotalSeconds} s later", gateway.Tree.Mebibytes, gateway);
        }

        await using (var gateway = await GatewayUnderTest.StartAsync(
            program, folder.Combine("compared"), upstream, environment, ["ShadowDiff:SampleRate=1", "ShadowDiff:MaxPerSecond=100000"]))
        {
            await LoadAsync(gateway, "shadow", $"the most while {Connections} connections ask for {load.TotalSeconds} s at shadow, all of it compared");
            await Task.Delay(rest, TimeProvider.System, CancellationToken.None);
            Add($"{rest.TotalSeconds} s later", gateway.Tree.Mebibytes, gateway);
        }

        AnsiConsole.Write(table);

        async Task LoadAsync(ServerProcess gateway, string stage, string name)
        {
            using var management = new HttpClient { BaseAddress = gateway.Management };
            await GatewayUnderTest.SetStageAsync(management, stage);
            var asking = Sample.TakeAsync(gateway.Public, LoadRequest.Get(gateway.Public, Path), Connections, load);
            var most = 0.0;
            while (!asking.IsCompleted)
            {
                most = Math.Max(most, gateway.Tree.Mebibytes);
                await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
            }

            await asking;
            Add(name, most, gateway);
        }

        void Add(string name, double mebibytes, ServerProcess gateway) => table.AddRow(name, Whole(mebibytes), gateway.Tree.Processor.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture));
    }

    private static string Whole(double value) => value.ToString("F0", CultureInfo.InvariantCulture);

    /// <summary>Milliseconds from the start of the process, and what it holds then.</summary>
    private sealed record Start(double Ready, double Answered, double Processor, double Mebibytes);
}
