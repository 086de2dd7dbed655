using System.Globalization;
using Strangler.Benchmarks.Cost;
using Strangler.Benchmarks.Growth;
using Strangler.Benchmarks.Soak;
using Strangler.Benchmarks.Sockets;
using Strangler.Settings;

namespace Strangler.Benchmarks;

/// <summary>All commands, and the servers that they start as processes of the same program.</summary>
internal static class BenchmarkProgram
{
    private static readonly Dictionary<string, Func<string[], Task<int>>> Commands = new(StringComparer.Ordinal)
    {
        ["cost"] = CostCommand.RunAsync,
        ["flame"] = FlameCommand.RunAsync,
        ["growth"] = GrowthCommand.RunAsync,
        ["start"] = StartCommand.RunAsync,
        ["services"] = ServicesCommand.RunAsync,
        ["uploads"] = UploadsCommand.RunAsync,
        ["compare"] = CompareCommand.RunAsync,
        ["faults"] = FaultCommand.RunAsync,
        ["sockets"] = SocketsCommand.RunAsync,
        ["soak"] = SoakCommand.RunAsync,
    };

    /// <summary>The exit code: 2 for what cannot be done as it is written.</summary>
    public static Task<int> RunAsync(string[] arguments) => arguments switch
    {
        ["serve", "constant"] => Servers.ConstantAsync(),
        ["serve", "yarp", var destination, var routes] => Servers.BareYarpAsync(destination, int.Parse(routes, CultureInfo.InvariantCulture)),
        [var name, .. var options] when Commands.TryGetValue(name, out var command) => command(options),
        [var name, ..] when !name.StartsWith('-') => Task.FromResult(Refuse(name)),
        _ => BenchmarkCommand.RunAsync(arguments),
    };

    private static Task<int> Main(string[] args) => RunAsync(args);

    private static int Refuse(string name)
    {
        Console.Error.WriteLine($"There is no command {name}: {NearestName.Advice(name, Commands.Keys, "the commands are")}; none compares all side by side.");
        return 2;
    }
}
