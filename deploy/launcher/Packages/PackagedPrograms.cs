using System.Text.Json.Nodes;
using Strangler.Launcher.Exit;
using Strangler.Launcher.Programs;
using Strangler.Launcher.SourceTree;

namespace Strangler.Launcher.Packages;

/// <summary>Gateway and command in one folder, with one runtime between them, the shipped configuration once, and what is to be said of it all.</summary>
internal static class PackagedPrograms
{
    /// <summary>Files that can be run.</summary>
    public static readonly IReadOnlyCollection<string> Runnable = ["Gateway", "cutover", "createdump"];

    /// <summary>What the SDK adds that nobody needs here: the launcher's own program, whose code alone is used, and settings of IIS.</summary>
    private static readonly string[] Unneeded = ["strangler-launcher", "strangler-launcher.exe", "strangler-launcher.runtimeconfig.json", "Gateway.staticwebassets.endpoints.json", "web.config"];

    /// <exception cref="LauncherException">It does not build, or a package cannot be had.</exception>
    public static async Task LayAsync(string folder, string runtime, bool readyToRun, JsonNode bill, CancellationToken cancellationToken)
    {
        foreach (var project in (string[])[Repository.At("gateway"), Repository.At("deploy", "cutover")])
            await PublishAsync(project, folder, runtime, readyToRun, cancellationToken);
        foreach (var file in Unneeded)
            File.Delete(Path.Combine(folder, file));
        File.Copy(Repository.At("docs", "install.md"), Path.Combine(folder, "install.md"));
        if (File.Exists(Path.Combine(folder, "Gateway")))
            File.Copy(Repository.At("deploy", "debian", Product.Name + ".service"), Path.Combine(folder, Product.Name + ".service"));

        var packages = ShippedPackage.In(folder, await NuGetFolderAsync(cancellationToken));
        Notices.Write(folder, packages);
        BillOfMaterials.Write(bill, folder, packages);
        Manifest.Write(folder);
    }

    private static async Task PublishAsync(string project, string folder, string runtime, bool readyToRun, CancellationToken cancellationToken)
    {
        string[] publish =
        [
            "publish", project, "--configuration", "Release", "--runtime", runtime, "--self-contained", "--output", folder, $"-p:PublishReadyToRun={readyToRun}",
            // Outputs of their own, in which no path of this machine stands; the analyzers have judged the same files in the build that is tested.
            $"-p:ArtifactsPath={Repository.At("artifacts", "packages", "build")}", "-p:ContinuousIntegrationBuild=true", "-p:RunAnalyzers=false",
            "-p:DebugType=embedded", "-p:GenerateDocumentationFile=false", "-p:SatelliteResourceLanguages=en",
            .. DotNet.NoServers, "--verbosity", "quiet", "--nologo",
        ];
        if (await OneShot.ShowAsync(DotNet.Host, publish, cancellationToken) is not 0 and var exitCode)
            throw new LauncherException($"publishing {Path.GetRelativePath(Repository.Root, project)} for {runtime} failed with exit code {exitCode}; the errors are above.");
    }

    /// <summary>Where NuGet unpacks, which a setting or the environment may say.</summary>
    private static async Task<string> NuGetFolderAsync(CancellationToken cancellationToken)
    {
        var (exitCode, output) = await OneShot.ReadAsync(DotNet.Host, ["nuget", "locals", "global-packages", "--list", "--force-english-output"], cancellationToken);
        return exitCode == 0 && output.Split("global-packages:") is [_, var folder]
            ? folder.Trim()
            : throw new LauncherException($"NuGet does not say where it unpacks (exit code {exitCode}): {output.Trim()}");
    }
}
