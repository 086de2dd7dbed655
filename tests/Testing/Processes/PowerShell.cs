using System.ComponentModel;

namespace Strangler.Testing.Processes;

/// <summary>PowerShell 7: the one on the path, or the tool of <c>.config/dotnet-tools.json</c> where <c>dotnet tool restore</c> has fetched it.</summary>
/// <param name="Arguments">Come before its own.</param>
public sealed record PowerShell(string Program, IReadOnlyList<string> Arguments)
{
    public const string NotFound = "There is no PowerShell: neither pwsh on the path nor the tool of .config/dotnet-tools.json, which 'dotnet tool restore' or ./test.sh installs.";

    private static readonly PowerShell[] Places = [new("pwsh", []), new("dotnet", ["tool", "run", "pwsh", "--"])];
    private static readonly Lazy<Task<PowerShell?>> Found = new(LookAsync);

    /// <summary>Null when there is none.</summary>
    public static async Task<PowerShell?> FindAsync(CancellationToken cancellationToken) => await Found.Value.WaitAsync(cancellationToken);

    private static async Task<PowerShell?> LookAsync()
    {
        foreach (var place in Places)
        {
            try
            {
                await using var trial = ChildProcess.Start(place.Program, [.. place.Arguments, "-NoProfile", "-Command", "exit 0"], RepositoryRoot.Path);
                if (await trial.ExitCodeAsync(CancellationToken.None) == 0)
                    return place;
            }
            catch (Win32Exception)
            {
                // Not on the path.
            }
        }

        return null;
    }
}
