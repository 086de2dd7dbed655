using Strangler.Testing.Processes;

namespace Strangler.Testing.Clients;

/// <summary>
/// How to start the client whose deeds stand in the file that it backs up: a real child process. Elsewhere it is <c>scripted_client.py</c>, which
/// starts faster than a program of .NET; on Windows, which may have no Python, <c>tests/ScriptedClient</c>.
/// </summary>
public static class ScriptedClient
{
    public static string Program { get; } = OperatingSystem.IsWindows() ? ProgramOfWindows : Python.Program;

    public static IReadOnlyList<string> Arguments { get; } =
        OperatingSystem.IsWindows() ? ["--batch"] : [RepositoryRoot.Combine("tests", "Testing", "Clients", "scripted_client.py"), "--batch"];

    /// <summary>Settings that make a server run it.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } =
        new Dictionary<string, string>(Arguments.Select((argument, index) => KeyValuePair.Create($"Services:Jobs:ClientArguments:{index}", argument)))
        {
            ["Services:Jobs:Client"] = Program,
        };

    /// <summary>Beside the programs of Windows that the tests run on another system (<see cref="Wine"/>), else where it was built.</summary>
    private static string ProgramOfWindows =>
        Environment.GetEnvironmentVariable(Wine.Programs) is { Length: > 0 } folder
            ? Path.Combine(folder, "ScriptedClient.exe")
            : RepositoryRoot.Combine("artifacts", "bin", "ScriptedClient", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "ScriptedClient.exe");
}
