namespace Strangler.Benchmarks;

/// <summary>A program of the system that ends at once with exit code 0: a backup client that costs nothing.</summary>
internal static class IdleClient
{
    public static string Path { get; } = OperatingSystem.IsWindows()
        ? System.IO.Path.Combine(Environment.SystemDirectory, "hostname.exe")
        : new[] { "/usr/bin/true", "/bin/true" }.First(File.Exists);
}
