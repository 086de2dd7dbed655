using System.ComponentModel;
using CliWrap;
using CliWrap.Buffered;
using Strangler.Launcher.SourceTree;

namespace Strangler.Launcher.Programs;

/// <summary>Runs a program to its end.</summary>
internal static class OneShot
{
    private const int NotFound = 127;

    /// <summary>Runs with the launcher's own console for output; gives the exit code, 127 when there is no such program.</summary>
    /// <param name="folder">Where it runs; null for the top of the tree.</param>
    /// <param name="environment">Variables of its own, over the launcher's; null for none.</param>
    public static async Task<int> ShowAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellationToken, string? folder = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        try
        {
            var result = await Prepare(program, arguments, environment).WithWorkingDirectory(folder ?? Repository.Root)
                .WithStandardOutputPipe(PipeTarget.ToStream(Console.OpenStandardOutput()))
                .WithStandardErrorPipe(PipeTarget.ToStream(Console.OpenStandardError()))
                .ExecuteAsync(cancellationToken);
            return result.ExitCode;
        }
        catch (Win32Exception)
        {
            return NotFound;
        }
    }

    /// <summary>Runs in silence; the exit code is 127 when there is no such program.</summary>
    public static async Task<(int ExitCode, string Output)> ReadAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellationToken, IReadOnlyDictionary<string, string?>? environment = null)
    {
        try
        {
            var result = await Prepare(program, arguments, environment).ExecuteBufferedAsync(cancellationToken);
            return (result.ExitCode, result.StandardOutput + result.StandardError);
        }
        catch (Win32Exception)
        {
            return (NotFound, "");
        }
    }

    private static Command Prepare(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment) =>
        Cli.Wrap(program).WithArguments(arguments).WithWorkingDirectory(Repository.Root).WithValidation(CommandResultValidation.None)
            .WithEnvironmentVariables(environment ?? new Dictionary<string, string?>());
}
