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

    public static async Task BuildAsync(string project, CancellationToken cancellationToken)
    {
        string[] arguments =
            ["msbuild", Repository.At(project), "-restore", $"-p:Configuration={ConfigurationName}", .. NoServers, "-verbosity:quiet", "-nologo"];
        if (await OneShot.ShowAsync(Host, arguments, cancellationToken) is not 0 and var exitCode)
            throw new LauncherException($"building {project} failed with exit code {exitCode}; the errors are above.");
    }
}
