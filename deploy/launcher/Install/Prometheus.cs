using Strangler.Launcher.Programs;
using Strangler.Launcher.SourceTree;

namespace Strangler.Launcher.Install;

/// <summary>
/// Provides Prometheus and promtool for the tests of alerts and metrics. Debian's package is unpacked and not installed: installed it is a service
/// that starts at once, on the gateway's port 9090.
/// </summary>
internal static class Prometheus
{
    private const string Package = "prometheus";

    private static readonly string[] Programs = ["prometheus", "promtool"];
    private static readonly string Folder = Repository.At("artifacts", Package);

    /// <summary>Says which one there is; the tests find it the same way. Without one they are skipped, and say so.</summary>
    public static async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        if (await RunAsync("", cancellationToken))
            return "on the path";
        var programs = Path.Combine(Folder, "usr", "bin");
        return await RunAsync(programs, cancellationToken) || (await Apt.UnpackAsync(Package, Folder, cancellationToken) && await RunAsync(programs, cancellationToken))
            ? Path.GetRelativePath(Repository.Root, programs)
            : "none could be had; the tests that need it will be skipped";
    }

    private static async Task<bool> RunAsync(string folder, CancellationToken cancellationToken)
    {
        foreach (var program in Programs)
        {
            if (await OneShot.ReadAsync(Path.Combine(folder, program), ["--version"], cancellationToken) is not (0, _))
                return false;
        }

        return true;
    }
}
