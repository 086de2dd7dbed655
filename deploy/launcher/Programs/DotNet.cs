using Strangler.Launcher.Exit;
using Strangler.Launcher.SourceTree;

namespace Strangler.Launcher.Programs;

/// <summary>The SDK's commands, without the servers that MSBuild and the compiler otherwise leave running.</summary>
internal static class DotNet
{
    private static readonly string[] NoServers = ["-nodeReuse:false", "-p:UseSharedCompilation=false"];

    private static readonly string ConfigurationName = Repository.Configuration == "release" ? "Release" : "Debug";

    /// <summary>The host that runs this launcher, so that what it starts runs on the same runtime.</summary>
    public static string Host { get; } = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    public static async Task BuildAsync(string project, bool isAudited, CancellationToken cancellationToken)
    {
        string[] arguments =
            ["msbuild", Repository.At(project), "-restore", $"-p:Configuration={ConfigurationName}", .. NoServers, "-verbosity:quiet", "-nologo", Audit(isAudited)];
        if (await OneShot.ShowAsync(Host, arguments, cancellationToken) is not 0 and var exitCode)
            throw new LauncherException($"building {project} failed with exit code {exitCode}; the errors are above.");
    }

    /// <summary>Known faults of packages are looked for where tests run, as far as there is a network (NU1900). They are no matter of a start: that must work at any time.</summary>
    private static string Audit(bool isAudited) => isAudited ? "-warnAsMessage:NU1900" : "-p:NuGetAudit=false";
}
