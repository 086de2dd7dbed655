using System.Globalization;
using System.Runtime.Versioning;
using Strangler.Launcher.Exit;
using Strangler.Launcher.Install;
using Strangler.Launcher.Programs;
using Strangler.Launcher.SourceTree;

namespace Strangler.Launcher.Packages;

/// <summary>The programs as a package of Debian's, with the service, its user and its configuration.</summary>
internal static class DebianPackage
{
    private const string Program = "dpkg-deb";

    private const UnixFileMode Runnable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly string Sources = Repository.At("deploy", "debian");

    /// <summary>What an operator edits, and dpkg therefore asks before it replaces it. Not among them is <c>features.json</c>: the gateway writes it.</summary>
    private static readonly string[] Edited = ["yarp.json", "rules.json"];

    /// <summary>Null where it was written; else why not.</summary>
    /// <param name="programs">The folder of the programs.</param>
    /// <param name="product">What it is of.</param>
    /// <param name="work">A folder for its tree, which is made anew.</param>
    /// <param name="path">Where it is written to.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LauncherException"><c>dpkg-deb</c> fails.</exception>
    public static async Task<string?> WriteAsync(string programs, Product product, string work, string path, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            return $"{Program} is for Linux";
        if (!await IsThereAsync(cancellationToken) && !(await Apt.InstallAsync(["dpkg"], cancellationToken) && await IsThereAsync(cancellationToken)))
            return $"there is no {Program}, and it could not be installed";

        Lay(programs, product, work);
        var date = new Dictionary<string, string?> { ["SOURCE_DATE_EPOCH"] = product.Date.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) };
        string[] build = ["--root-owner-group", "-Zxz", "-z1", "--build", work, path];
        var (exitCode, output) = await OneShot.ReadAsync(Program, build, cancellationToken, date);
        return exitCode == 0 ? null : throw new LauncherException($"{Program} failed with exit code {exitCode}: {output.Trim()}");
    }

    [SupportedOSPlatform("linux")]
    private static void Lay(string programs, Product product, string work)
    {
        if (Directory.Exists(work))
            Directory.Delete(work, recursive: true);

        var (library, configuration) = (Path.Combine(work, "usr", "lib", Product.Name), Path.Combine(work, "etc", Product.Name));
        foreach (var name in Archive.FilesOf(programs).Where(name => !Edited.Contains(name) && name is not ("features.json" or Manifest.Name) && !name.EndsWith(".service", StringComparison.Ordinal) && !name.EndsWith(".md", StringComparison.Ordinal)))
            Copy(Path.Combine(programs, name), Path.Combine(library, name), PackagedPrograms.Runnable.Contains(name) ? Runnable : Readable);
        foreach (var name in Edited)
            Copy(Path.Combine(programs, name), Path.Combine(configuration, name), Readable);
        Copy(Path.Combine(programs, "features.json"), Path.Combine(work, "usr", "share", Product.Name, "features.json"), Readable);
        Copy(Path.Combine(Sources, Product.Name + ".default"), Path.Combine(work, "etc", "default", Product.Name), Secret);
        Copy(Path.Combine(Sources, Product.Name + ".service"), Path.Combine(work, "usr", "lib", "systemd", "system", Product.Name + ".service"), Readable);
        Copy(Repository.At("docs", "install.md"), Path.Combine(work, "usr", "share", "doc", Product.Name, "install.md"), Readable);
        Copy(Path.Combine(programs, Notices.Name), Path.Combine(work, "usr", "share", "doc", Product.Name, "copyright"), Readable);
        File.CreateSymbolicLink(Path.Combine(Directory.CreateDirectory(Path.Combine(work, "usr", "bin")).FullName, "cutover"), $"../lib/{Product.Name}/cutover");
        File.Delete(Path.Combine(library, Notices.Name));
        Manifest.Write(library);

        var control = Path.Combine(work, "DEBIAN");
        foreach (var script in (string[])["postinst", "prerm", "postrm"])
            Copy(Path.Combine(Sources, script), Path.Combine(control, script), Runnable);
        Write(Path.Combine(control, "conffiles"), string.Concat(Edited.Select(name => $"/etc/{Product.Name}/{name}\n").Append($"/etc/default/{Product.Name}\n")));
        var size = Archive.FilesOf(work).Sum(name => new FileInfo(Path.Combine(work, name)).Length) / 1024;
        Write(Path.Combine(control, "control"), File.ReadAllText(Path.Combine(Sources, "control"))
            .Replace("@VERSION@", product.Version, StringComparison.Ordinal).Replace("@SIZE@", size.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        foreach (var folder in Directory.EnumerateDirectories(work, "*", SearchOption.AllDirectories).Append(work))
            File.SetUnixFileMode(folder, Runnable);
        foreach (var name in Archive.FilesOf(work))
            File.SetLastWriteTimeUtc(Path.Combine(work, name), product.Date.UtcDateTime); // of folders, links and what is newer dpkg-deb takes care
    }

    [SupportedOSPlatform("linux")]
    private static void Copy(string source, string target, UnixFileMode mode)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(source, target);
        File.SetUnixFileMode(target, mode);
    }

    [SupportedOSPlatform("linux")]
    private static void Write(string path, string text)
    {
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, Readable);
    }

    private static async Task<bool> IsThereAsync(CancellationToken cancellationToken) => await OneShot.ReadAsync(Program, ["--version"], cancellationToken) is (0, _);
}
