using Strangler.Launcher.Programs;

namespace Strangler.Launcher.Install;

/// <summary>Provides Node.js with npm for the tests of socket.io-client, which npm brings.</summary>
internal static class Node
{
    private static readonly string Npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    /// <summary>Says which one there is; the tests find it the same way. Without one they are skipped, and say so.</summary>
    public static async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        if (await VersionAsync(cancellationToken) is { } present)
            return present;
        return await Apt.InstallAsync(["nodejs", "npm"], cancellationToken) && await VersionAsync(cancellationToken) is { } installed
            ? installed
            : "none could be installed; the tests that need it will be skipped";
    }

    /// <summary>Null where one of the two does not run.</summary>
    private static async Task<string?> VersionAsync(CancellationToken cancellationToken) =>
        await OneShot.ReadAsync("node", ["--version"], cancellationToken) is (0, var node) && await OneShot.ReadAsync(Npm, ["--version"], cancellationToken) is (0, var npm)
            ? $"{node.Trim()}, npm {npm.Trim()}"
            : null;
}
