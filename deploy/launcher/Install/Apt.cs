using Strangler.Launcher.Programs;

namespace Strangler.Launcher.Install;

/// <summary>Debian's package manager, where it is there and may be used without a question.</summary>
internal static class Apt
{
    private const string Program = "apt-get";

    /// <summary>Installs packages; false when that is not possible here.</summary>
    public static async Task<bool> InstallAsync(IReadOnlyList<string> packages, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux() || await FindPrefixAsync(cancellationToken) is not { } prefix)
            return false;

        Console.WriteLine($"Installing with apt-get: {string.Join(' ', packages)}");
        string[] install = [.. prefix, "DEBIAN_FRONTEND=noninteractive", Program, "install", "-qq", "-y", "--no-install-recommends", .. packages];
        return await RunAsync(install, cancellationToken)
            || (await RunAsync([.. prefix, Program, "update", "-qq"], cancellationToken) && await RunAsync(install, cancellationToken));
    }

    /// <summary>How to run apt-get as root; null when there is no apt-get, or no permission.</summary>
    private static async Task<string[]?> FindPrefixAsync(CancellationToken cancellationToken)
    {
        if (await SucceedsAsync([Program, "--version"], cancellationToken))
        {
            if (Environment.IsPrivilegedProcess)
                return ["env"];
            if (await SucceedsAsync(["sudo", "-n", "true"], cancellationToken))
                return ["sudo", "-n", "env"];
        }

        return null;
    }

    private static async Task<bool> SucceedsAsync(string[] command, CancellationToken cancellationToken) =>
        (await OneShot.ReadAsync(command[0], command[1..], cancellationToken)).ExitCode == 0;

    private static async Task<bool> RunAsync(string[] command, CancellationToken cancellationToken) =>
        await OneShot.ShowAsync(command[0], command[1..], cancellationToken) == 0;
}
