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
        var (program, arguments) = Find() ?? throw new CommandException($"there is no {Name} beside this command that could look: ask a gateway that runs (--management).", ExitCode.Unreachable);
        string[] named = configuration.Length == 0 || settings.Any(setting => setting.StartsWith("--config", StringComparison.OrdinalIgnoreCase)) ? [] : [$"--Config={Path.GetFullPath(configuration)}"];
        var start = new ProcessStartInfo(program, [.. arguments, "--doctor", .. named, .. settings]) { RedirectStandardOutput = true, RedirectStandardError = true };
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
            throw new CommandException($"{program} cannot look at the installation: {exception.Message}", ExitCode.Unreachable);
        }
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
