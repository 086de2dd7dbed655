using System.ComponentModel;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.ShadowDiff.Tests.Reports;

/// <summary>PowerShell 7: the one on the path, or the tool that <c>.config/dotnet-tools.json</c> names, restored once.</summary>
internal static class PowerShell
{
    private static readonly Lazy<Task<(string Program, string[] Arguments)?>> Found = new(LookAsync);

    /// <summary>Null when it was found.</summary>
    public static string? WhyNot { get; private set; }

    public static async Task<(string Program, string[] Arguments)?> FindAsync(CancellationToken cancellationToken) => await Found.Value.WaitAsync(cancellationToken);

    private static async Task<(string Program, string[] Arguments)?> LookAsync()
    {
        try
        {
            await using var known = ChildProcess.Start("pwsh", ["-NoProfile", "-Command", "exit 0"], RepositoryRoot.Path);
            if (await known.ExitCodeAsync(CancellationToken.None) == 0)
                return ("pwsh", []);
        }
        catch (Win32Exception)
        {
            // Not on the path.
        }

        var manifest = RepositoryRoot.Combine(".config", "dotnet-tools.json");
        await using var restore = ChildProcess.Start("dotnet", ["tool", "restore", "--tool-manifest", manifest], RepositoryRoot.Path);
        if (await restore.ExitCodeAsync(CancellationToken.None) == 0)
            return ("dotnet", ["tool", "run", "pwsh", "--"]);

        WhyNot = restore.Output;
        return null;
    }
}
