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
        // Another installation may be under way, such as a machine's own at its start.
        string[] install = [.. prefix, "DEBIAN_FRONTEND=noninteractive", Program, "install", "-o", "DPkg::Lock::Timeout=120", "-qq", "-y", "--no-install-recommends", .. packages];
        return await RunAsync(install, cancellationToken)
            || (await UpdateAsync(cancellationToken) && await RunAsync(install, cancellationToken));
    }

    /// <summary>Puts the files of a package below a folder, and installs nothing: no service of it starts. False when that is not possible here.</summary>
    public static async Task<bool> UnpackAsync(string package, string folder, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux() || !await SucceedsAsync([Program, "--version"], cancellationToken))
            return false;

        Console.WriteLine($"Unpacking with apt-get: {package}");
        Directory.CreateDirectory(folder);
        string[] download = [Program, "download", "-qq", "-o", "APT::Sandbox::User=root", package];
        if (await OneShot.ShowAsync(download[0], download[1..], cancellationToken, folder) != 0
            && !(await UpdateAsync(cancellationToken) && await OneShot.ShowAsync(download[0], download[1..], cancellationToken, folder) == 0))
        {
            return false;
        }

        var files = Directory.GetFiles(folder, $"{package}_*.deb");
        var isUnpacked = files is [var file] && await SucceedsAsync(["dpkg-deb", "--extract", file, folder], cancellationToken);
        Array.ForEach(files, File.Delete);
        return isUnpacked;
    }

    private static async Task<bool> UpdateAsync(CancellationToken cancellationToken) =>
        await FindPrefixAsync(cancellationToken) is { } prefix && await RunAsync([.. prefix, Program, "update", "-qq"], cancellationToken);

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
