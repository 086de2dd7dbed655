using System.Security.Cryptography;
using System.Text;
using Strangler.Launcher.Programs;
using Strangler.Launcher.SourceTree;

namespace Strangler.Launcher.Install;

/// <summary>
/// Provides what runs programs of Windows on Debian: Wine with a folder of its own, the runtime of .NET for Windows, and an executable for each
/// program that was built. All but Wine's folder is below <c>artifacts/windows</c>; what the tests start finds it there.
/// </summary>
/// <param name="Version">What Wine calls itself; null where there is none.</param>
/// <param name="Problem">Why there is none; null where there is one.</param>
internal sealed record Wine(string? Version, string? Problem)
{
    private static readonly string Folder = Repository.At("artifacts", "windows");

    /// <summary>Not in the source tree: it has a link to the root of all files, which tools that look through the tree would follow.</summary>
    private static readonly string Prefix =
        Path.Combine(Path.GetTempPath(), $"strangler-wine-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Repository.Root)))[..8]}");

    /// <summary>What programs under Wine need of the environment, for the tests that start some. Made last, so that half of it all is made anew.</summary>
    private static readonly string Ready = Path.Combine(Folder, "environment");

    private static readonly Dictionary<string, string?> Environment = new()
    {
        ["WINEPREFIX"] = Prefix,
        ["WINEDEBUG"] = "-all",
        ["WINEDLLOVERRIDES"] = "winedevice.exe,plugplay.exe=d", // a tenth of a processor for devices that nobody has
        ["DOTNET_ROOT"] = PathOf(Path.Combine(Folder, "runtime")),
        ["DOTNET_ROOT_X64"] = PathOf(Path.Combine(Folder, "runtime")), // dotnet test names its own here, which comes before the other
        ["DOTNET_EnableWriteXorExecute"] = "0", // Wine cannot map a page twice, once to write and once to run it
        // A collection stops all threads; a thread that Wine has ended at an exception cannot be, and .NET ends the program then: few collections.
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_GCgen0size"] = "10000000",
        ["DOTNET_TieredPGO"] = "0",
        ["STRANGLER_WINDOWS_PROGRAMS"] = PathOf(Path.Combine(Folder, "programs")),
    };

    /// <summary>No test that is to run needs one.</summary>
    public static Wine NotAsked { get; } = Without("no test was chosen that needs one");

    /// <summary>To be called when all is built.</summary>
    public static async Task<Wine> EnsureAsync(bool mayInstall, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Folder);
        File.Delete(Ready);
        if (!OperatingSystem.IsLinux())
            return Without("Wine is for Linux");
        if (await VersionAsync(cancellationToken) is null && !(mayInstall && await Apt.InstallAsync(["wine", "wine64"], cancellationToken)))
            return Without("Wine is not installed, and could not be");
        if (await VersionAsync(cancellationToken) is not { } version)
            return Without("Wine was installed and does not run");

        string[] lay = ["msbuild", Repository.At("deploy", "launcher", "Install", "windows.proj"), "-restore", "-t:Lay", $"-p:Built={Repository.Configuration}", "-nodeReuse:false", "-verbosity:quiet", "-nologo"];
        if (await OneShot.ShowAsync(DotNet.Host, lay, cancellationToken) != 0)
            return Without("the runtime of .NET for Windows could not be had; the errors are above");

        if (!File.Exists(Path.Combine(Prefix, "system.reg")) && !await CreatePrefixAsync(cancellationToken))
            return Without($"Wine could not make its folder {Prefix}");

        await File.WriteAllLinesAsync(Ready, Environment.Select(variable => $"{variable.Key}={variable.Value}"), cancellationToken);
        return new(version, null);
    }

    private static async Task<bool> CreatePrefixAsync(CancellationToken cancellationToken)
    {
        if (!await SucceedsAsync("wineboot", ["--init"], cancellationToken) || !await SucceedsAsync("winecfg", ["-v", "win10"], cancellationToken))
            return false;

        // Services have the environment that the registry says, and none of who starts them.
        foreach (var (name, value) in Environment.Where(variable => variable.Key.StartsWith("DOTNET_", StringComparison.Ordinal)))
        {
            if (!await SucceedsAsync("wine", ["reg", "add", @"HKLM\System\CurrentControlSet\Control\Session Manager\Environment", "/v", name, "/d", value!, "/f"], cancellationToken))
                return false;
        }

        await SucceedsAsync("wineserver", ["-k"], cancellationToken); // so that they are read anew; it may have ended by itself
        return true;
    }

    /// <summary>Runs a program of ours with the launcher's console; gives its exit code.</summary>
    public static Task<int> ShowAsync(string project, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        OneShot.ShowAsync("wine", [Path.Combine(Folder, "programs", project + ".exe"), .. arguments], cancellationToken, environment: Environment);

    /// <summary>Ends what Wine has left running in its folder, and takes that away. Wine makes it anew for whoever needs it later.</summary>
    public async Task EndAsync()
    {
        if (Version is null)
            return;

        await OneShot.ReadAsync("wineserver", ["-k"], CancellationToken.None, Environment);
        await OneShot.ReadAsync("wineserver", ["-w"], CancellationToken.None, Environment);
        try
        {
            Directory.Delete(Prefix, recursive: true);
        }
        catch (IOException)
        {
            // Who is still ending holds a file; the system's own cleaning takes it then.
        }
    }

    /// <summary>A path of Linux as a program under Wine knows it.</summary>
    public static string PathOf(string path) => "Z:" + path.Replace('/', '\\');

    public override string ToString() => Version ?? $"none ({Problem}); the tests that need one will be skipped";

    private static Wine Without(string problem) => new(null, problem);

    private static async Task<string?> VersionAsync(CancellationToken cancellationToken) =>
        await OneShot.ReadAsync("wine", ["--version"], cancellationToken, Environment) is (0, var output) ? output.Trim().Split('\n')[^1] : null;

    private static async Task<bool> SucceedsAsync(string program, string[] arguments, CancellationToken cancellationToken) =>
        (await OneShot.ReadAsync(program, arguments, cancellationToken, Environment)).ExitCode == 0;
}
