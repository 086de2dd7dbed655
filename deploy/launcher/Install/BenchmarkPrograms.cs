using Strangler.Launcher.Programs;

namespace Strangler.Launcher.Install;

/// <summary>Provides what only the benchmarks compare with, or measure by, and says what there is.</summary>
internal static class BenchmarkPrograms
{
    private static readonly (string Program, string Package)[] Measuring = [("strace", "strace"), ("perf", "linux-perf")];

    public static async Task EnsureAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine($"Proxies: {await Proxies.EnsureAsync(cancellationToken)}");
        foreach (var (program, package) in Measuring)
            Console.WriteLine($"{program}: {(await RunsAsync(program, cancellationToken) || (await Apt.InstallAsync([package], cancellationToken) && await RunsAsync(program, cancellationToken)) ? "on the path" : "none could be installed; its figures will be missing")}");
    }

    private static async Task<bool> RunsAsync(string program, CancellationToken cancellationToken) => await OneShot.ReadAsync(program, ["--version"], cancellationToken) is (0, _);
}
