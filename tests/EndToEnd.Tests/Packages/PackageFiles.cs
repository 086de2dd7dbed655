using Strangler.Testing;

namespace Strangler.EndToEnd.Tests.Packages;

/// <summary>The packages of this build, as <c>./test.sh</c> has made them.</summary>
internal static class PackageFiles
{
    private static readonly string Folder = RepositoryRoot.Combine("artifacts", "packages", "tested");

    public static string Tar => Find("cutover-gateway-*-linux-x64.tar.gz");

    public static string Zip => Find("cutover-gateway-*-win-x64.zip");

    public static string Debian => Find("cutover-gateway_*_amd64.deb");

    /// <summary>Why a package cannot be started in a root of its own here; null where it can.</summary>
    public static string? NoRoot { get; } =
        !OperatingSystem.IsLinux() || !File.Exists("/usr/bin/dpkg-query") ? "These packages are started with the libraries of Debian's packages, and those are not here."
        : !Environment.IsPrivilegedProcess ? "Only root can start a program in a root of its own."
        : null;

    /// <summary>What an operator may edit, wherever it is in an unpacked package: not what a program's runtime reads.</summary>
    public static IEnumerable<string> Configuration(string folder) =>
        Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)).Where(name => name.Split('.').Length == 2).Order(StringComparer.Ordinal);

    private static string Find(string pattern)
    {
        var found = Directory.Exists(Folder) ? Directory.GetFiles(Folder, pattern) : [];
        Assert.SkipWhen(found.Length == 0, $"{Folder} has no {pattern}: ./test.sh makes it.");
        return Assert.Single(found);
    }
}
