using Strangler.Launcher.Exit;
using Strangler.Launcher.SourceTree;

namespace Strangler.Launcher.Programs;

/// <summary>The SDK's commands, without the servers that MSBuild and the compiler otherwise leave running.</summary>
internal static class DotNet
{
    public static readonly string[] NoServers = ["-nodeReuse:false", "-p:UseSharedCompilation=false"];

    private static readonly string ConfigurationName = Repository.Configuration == "release" ? "Release" : "Debug";

    /// <summary>The host that runs this launcher, so that what it starts runs on the same runtime.</summary>
    public static string Host { get; } = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    /// <param name="project">From the top of the tree.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="servers">Which servers MSBuild may use; null for none.</param>
    /// <param name="restore">Whether packages may have changed.</param>
    /// <exception cref="LauncherException">It failed; the errors are in the terminal.</exception>
    public static async Task BuildAsync(string project, CancellationToken cancellationToken, IReadOnlyList<string>? servers = null, bool restore = true)
    {
        string[] arguments =
            ["msbuild", Repository.At(project), .. restore ? ["-restore"] : Array.Empty<string>(), $"-p:Configuration={ConfigurationName}", .. servers ?? NoServers, "-verbosity:quiet", "-nologo"];
        if (await OneShot.ShowAsync(Host, arguments, cancellationToken) is not 0 and var exitCode)
            throw new LauncherException($"building {project} failed with exit code {exitCode}; the errors are above.");
    }
}
