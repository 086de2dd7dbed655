using Strangler.Launcher.Exit;
using Strangler.Launcher.Programs;
using Strangler.Launcher.SourceTree;

namespace Strangler.Launcher.Install;

/// <summary>The folder <c>.venv</c> at the top of the tree, for machines without apt: pinned versions from <c>requirements.txt</c>.</summary>
internal static class VirtualEnvironment
{
    /// <exception cref="LauncherException">It could not be made or filled.</exception>
    public static async Task CreateAsync(Python python, CancellationToken cancellationToken)
    {
        var requirements = Path.Combine(Repository.LegacyFlask, "requirements.txt");
        Console.WriteLine($"Installing into .venv with pip: {Path.GetRelativePath(Repository.Root, requirements)}");
        await RunAsync(python, ["-m", "venv", Repository.At(".venv")],
            "could not make the virtual environment .venv (on Debian it needs the package python3-venv)", cancellationToken);
        await RunAsync(Python.OfEnvironment, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements],
            "pip could not install the packages; is the network there?", cancellationToken);
    }

    private static async Task RunAsync(Python python, string[] arguments, string problem, CancellationToken cancellationToken)
    {
        if (await OneShot.ShowAsync(python.Program, [.. python.Arguments, .. arguments], cancellationToken) is not 0 and var exitCode)
            throw new LauncherException($"{problem} (exit code {exitCode}; its output is above).");
    }
}
