using Strangler.Launcher.Exit;

namespace Strangler.Launcher.SourceTree;

/// <summary>Where things stand in the source tree. The launcher runs the programs of its own build configuration.</summary>
internal static class Repository
{
    private const string Marker = "CyberBackup.Strangler.slnx";

    public static string Root { get; } = FindRoot();

    /// <summary><c>release</c> or <c>debug</c>, as in <c>artifacts/bin/Launcher/release</c>.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Name;

    public static string LegacyFlask { get; } = At("deploy", "legacy-flask");

    public static string At(params string[] names) => Path.Combine([Root, .. names]);

    public static string Assembly(string project, string name) => At("artifacts", "bin", project, Configuration, name + ".dll");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Marker)))
                return folder.FullName;
        }

        throw new LauncherException($"{Marker} is in no folder above {AppContext.BaseDirectory}: run the launcher from the source tree.");
    }
}
