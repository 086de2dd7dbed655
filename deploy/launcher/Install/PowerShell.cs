using Strangler.Launcher.Programs;

namespace Strangler.Launcher.Install;

/// <summary>Provides PowerShell 7 for the tests of what is copied into one: the one on the path, or the .NET tool of <c>.config/dotnet-tools.json</c>.</summary>
internal static class PowerShell
{
    /// <summary>Says which one there is; the tests find it the same way. Without one they are skipped, and say so.</summary>
    public static async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        if (await OneShot.ReadAsync("pwsh", ["-NoProfile", "-Command", "exit 0"], cancellationToken) is (0, _))
            return "pwsh";

        var (exitCode, output) = await OneShot.ReadAsync(DotNet.Host, ["tool", "restore"], cancellationToken);
        return exitCode == 0
            ? "the .NET tool"
            : $"none could be installed; the tests that need one will be skipped ({string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))})";
    }
}
