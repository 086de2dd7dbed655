using Strangler.Launcher.Programs;
using Strangler.Launcher.SourceTree;

namespace Strangler.Launcher.Install;

/// <summary>
/// Provides nginx and HAProxy for the benchmarks. Debian's packages are unpacked and not installed: installed they are services that start at once,
/// on port 80.
/// </summary>
internal static class Proxies
{
    private static readonly string Folder = Repository.At("artifacts", "proxies");

    /// <summary>Packages by program; those after the first have libraries that it needs.</summary>
    private static readonly (string Program, string[] Packages)[] All =
    [
        ("nginx", ["nginx"]),
        ("haproxy", ["haproxy", "liblua5.3-0", "libopentracing-c-wrapper0", "libopentracing1"]),
    ];

    /// <summary>Says which there are; the benchmarks find them the same way, and leave out what is not there.</summary>
    public static async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        List<string> found = [];
        foreach (var (program, packages) in All)
            found.Add($"{program} {await EnsureAsync(program, packages, cancellationToken)}");
        return string.Join(", ", found);
    }

    private static async Task<string> EnsureAsync(string program, string[] packages, CancellationToken cancellationToken)
    {
        if (await RunsAsync(program, cancellationToken) || await RunsAsync($"/usr/sbin/{program}", cancellationToken))
            return "of the system";

        var path = Path.Combine(Folder, "usr", "sbin", program);
        if (await RunsAsync(path, cancellationToken))
            return Path.GetRelativePath(Repository.Root, path);
        foreach (var package in packages)
        {
            if (!await Apt.UnpackAsync(package, Folder, cancellationToken))
                return "could not be had; the benchmarks do without";
        }

        return await RunsAsync(path, cancellationToken) ? Path.GetRelativePath(Repository.Root, path) : "does not run here; the benchmarks do without";
    }

    private static async Task<bool> RunsAsync(string program, CancellationToken cancellationToken) =>
        await OneShot.ReadAsync(program, ["-v"], cancellationToken, new Dictionary<string, string?> { ["LD_LIBRARY_PATH"] = Libraries() }) is (0, _);

    /// <summary>The folders of libraries that were unpacked.</summary>
    private static string Libraries() =>
        Path.Combine(Folder, "usr", "lib") is var folder && Directory.Exists(folder) ? string.Join(':', Directory.EnumerateDirectories(folder)) : "";
}
