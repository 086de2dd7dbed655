using System.Diagnostics;
using Strangler.Testing;

namespace Strangler.EndToEnd.Tests.CommandLine;

/// <summary>The real command-line program, as an operator's shell runs it.</summary>
internal static class CutoverProgram
{
    /// <summary>What whoever runs the tests may have set.</summary>
    private static readonly string[] Variables =
        ["STRANGLER_MANAGEMENT", "STRANGLER_TOKEN", "STRANGLER_FEATURES", "STRANGLER_RULES", "STRANGLER_YARP", "STRANGLER_CONFIG", "STRANGLER_USUAL_CONFIG", "STRANGLER_STATE"];

    public static string Program => RepositoryRoot.Combine(
        "artifacts", "bin", "CommandLine", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "cutover.dll");

    /// <summary>For a test that names no folder of state files: not the user's, whose gateways are none of the test's.</summary>
    private static string NoGateways => Path.Combine(AppContext.BaseDirectory, "no-gateways");

    /// <summary>For a command that needs no gateway.</summary>
    public static Task<ProgramOutput> RunAsync(string[] arguments, CancellationToken cancellationToken) =>
        RunAsync(new Dictionary<string, string?>(), cancellationToken, arguments);

    public static Task<ProgramOutput> RunAsync(Uri management, CancellationToken cancellationToken, params string[] arguments) =>
        RunAsync(new Dictionary<string, string?> { ["STRANGLER_MANAGEMENT"] = management.ToString() }, cancellationToken, arguments);

    public static Task<ProgramOutput> RunAsync(IReadOnlyDictionary<string, string?> environment, CancellationToken cancellationToken, params string[] arguments) =>
        RunAsync(environment, [], arguments, cancellationToken);

    /// <param name="environment">What the operator has set.</param>
    /// <param name="within">A program that starts it, with its arguments; empty for none.</param>
    /// <param name="arguments">The command's.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<ProgramOutput> RunAsync(IReadOnlyDictionary<string, string?> environment, string[] within, string[] arguments, CancellationToken cancellationToken)
    {
        string[] line = [.. within, "dotnet", Program, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in Variables.Concat(environment.Keys))
            start.Environment[name] = environment.GetValueOrDefault(name);
        start.Environment["STRANGLER_STATE"] ??= NoGateways;

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new ProgramOutput(process.ExitCode, (await output).ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));
    }
}
