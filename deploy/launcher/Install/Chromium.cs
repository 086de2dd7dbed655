using Strangler.Launcher.Programs;
using Strangler.Launcher.SourceTree;

namespace Strangler.Launcher.Install;

/// <summary>Provides a browser for the tests that open the page.</summary>
internal static class Chromium
{
    private static readonly string[] Programs = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <summary>Says which browser there is; the tests find it the same way. Without one they are skipped, and say so.</summary>
    public static async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        if (Find() is { } present)
            return present;
        if (await Apt.InstallAsync(["chromium"], cancellationToken) && Find() is { } installed)
            return installed;
        return await InstallPlaywrightsOwnAsync(cancellationToken)
            ? "Playwright's own Chromium"
            : "none could be installed; the tests that need one will be skipped";
    }

    private static string? Find() => OperatingSystem.IsWindows()
        ? null
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Programs.Select(program => Path.Combine(folder, program)))
            .FirstOrDefault(File.Exists);

    private static async Task<bool> InstallPlaywrightsOwnAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Path.GetDirectoryName(Repository.Assembly("EndToEnd.Tests", "EndToEnd.Tests"))!, ".playwright");
        var node = Directory.Exists(folder)
            ? Directory.EnumerateFiles(Path.Combine(folder, "node"), "node*", SearchOption.AllDirectories)
                .FirstOrDefault(file => Path.GetFileNameWithoutExtension(file) == "node")
            : null;
        return node is not null
            && await OneShot.ShowAsync(node, [Path.Combine(folder, "package", "cli.js"), "install", "chromium"], cancellationToken) == 0;
    }
}
