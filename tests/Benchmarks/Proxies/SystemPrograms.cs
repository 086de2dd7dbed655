using Strangler.Testing;

namespace Strangler.Benchmarks.Proxies;

/// <summary>Programs of the system that are measured, or measure: on the path, or unpacked by <c>./deploy/launch.sh install --benchmarks</c>.</summary>
internal static class SystemPrograms
{
    public const string Advice = "./deploy/launch.sh install --benchmarks gets it where Debian's packages are";

    private static readonly string Unpacked = RepositoryRoot.Combine("artifacts", "proxies");

    /// <summary>The folders of libraries that came with an unpacked program, for the loader.</summary>
    public static string Libraries { get; } = Directory.Exists(Path.Combine(Unpacked, "usr", "lib"))
        ? string.Join(':', Directory.EnumerateDirectories(Path.Combine(Unpacked, "usr", "lib")))
        : "";

    /// <summary>The path of a program; null where there is none.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Append(Path.Combine(Unpacked, "usr", "sbin"))
        .Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);
}
