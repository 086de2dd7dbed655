using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Strangler.CommandLine.Exit;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Offline;

/// <summary>The gateway's program, for what it alone can tell of an installation while no gateway answers.</summary>
internal static class GatewayProgram
{
    private const string Name = "Gateway";

    /// <summary>Of this command; gateway and command are built together.</summary>
    public static string OwnVersion { get; } = typeof(GatewayProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>What <c>Gateway --doctor</c> finds.</summary>
    /// <param name="configuration">The folder of its configuration; empty for the one that it finds itself.</param>
    /// <param name="settings">Its further arguments.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CommandException">There is no such program, or it says something else.</exception>
    public static async Task<DoctorResponse> ExamineAsync(string configuration, IEnumerable<string> settings, CancellationToken cancellationToken)
    {
        var start = Start("--doctor", configuration, settings, "look: ask a gateway that runs (--management)");
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return JsonSerializer.Deserialize(output[Math.Max(0, output.IndexOf('{'))..], ManagementJson.Default.DoctorResponse)
                ?? throw new JsonException(await error);
        }
        catch (Exception exception) when (exception is Win32Exception or JsonException)
        {
            throw new CommandException($"{start.FileName} cannot look at the installation: {exception.Message}", ExitCode.Unreachable);
        }
    }

    /// <summary>Has it copy the database to another one, and gives its exit code; what it says goes where this command's output goes.</summary>
    /// <param name="from">Where everything is.</param>
    /// <param name="to">Where it is to be. Both may have a password, and stand in its environment, which others cannot read.</param>
    /// <param name="configuration">The folder of its configuration; empty for the one that it finds itself.</param>
    /// <param name="settings">Its further arguments.</param>
    /// <param name="cancellationToken">Ends it; what was copied by then is kept.</param>
    /// <exception cref="CommandException">There is no such program, or it was ended.</exception>
    public static async Task<int> MoveStoreAsync(string from, string to, string configuration, IEnumerable<string> settings, CancellationToken cancellationToken)
    {
        var start = Start("--migrate-store", configuration, settings, "copy the database: call it from the package or the source tree");
        (start.Environment["STRANGLER_STORE_FROM"], start.Environment["STRANGLER_STORE_TO"]) = (from, to);
        try
        {
            using var process = Process.Start(start)!;
            try
            {
                await process.WaitForExitAsync(cancellationToken);
                return process.ExitCode;
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                throw new CommandException("it was interrupted; the same command goes on from there.", ExitCode.Refused);
            }
        }
        catch (Win32Exception exception)
        {
            throw new CommandException($"{start.FileName} cannot be started: {exception.Message}", ExitCode.Unreachable);
        }
    }

    private static ProcessStartInfo Start(string task, string configuration, IEnumerable<string> settings, string advice)
    {
        var (program, arguments) = Find() ?? throw new CommandException($"there is no {Name} beside this command that could {advice}.", ExitCode.Unreachable);
        string[] named = configuration.Length == 0 || settings.Any(setting => setting.StartsWith("--config", StringComparison.OrdinalIgnoreCase)) ? [] : [$"--Config={Path.GetFullPath(configuration)}"];
        return new(program, [.. arguments, task, .. named, .. settings]);
    }

    /// <summary>In a package beside the command; in the source tree where it is built.</summary>
    private static (string Program, string[] Arguments)? Find()
    {
        var folder = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var built = Path.Combine(folder, "..", "..", Name, Path.GetFileName(folder), $"{Name}.dll");
        var packaged = Path.Combine(folder, OperatingSystem.IsWindows() ? $"{Name}.exe" : Name);
        return File.Exists(packaged) ? (packaged, [])
            : File.Exists(built) ? (Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", [Path.GetFullPath(built)])
            : null;
    }
}
