namespace Strangler.Launcher.Install;

/// <summary>
/// Provides a PostgreSQL for the tests of the store, which start servers of their own. Debian's package is installed, for its programs need many libraries; where that
/// starts a server of the machine's, no test asks it.
/// </summary>
internal static class PostgreSql
{
    private const string Package = "postgresql";

    /// <summary>Debian and its kin have the programs of each version in a folder that no path has.</summary>
    private const string Folder = "/usr/lib/postgresql";

    /// <summary>Says which one there is; the tests find it the same way. Without one they are skipped, and say so.</summary>
    public static async Task<string> EnsureAsync(CancellationToken cancellationToken) =>
        Find() ?? (await Apt.InstallAsync([Package], cancellationToken) ? Find() : null) ?? "none could be installed; the tests that need it will be skipped";

    private static string? Find() => Directory.Exists(Folder)
        ? Directory.EnumerateDirectories(Folder).Select(version => Path.Combine(version, "bin")).FirstOrDefault(programs => File.Exists(Path.Combine(programs, "initdb")) && File.Exists(Path.Combine(programs, "postgres")))
        : null;
}
