using Strangler.Testing.Processes;

namespace Strangler.Testing.Clients;

/// <summary>How to start the client whose deeds stand in the file that it backs up (<c>scripted_client.py</c>): a real child process.</summary>
public static class ScriptedClient
{
    public static string Program => Python.Program;

    public static IReadOnlyList<string> Arguments { get; } = [RepositoryRoot.Combine("tests", "Testing", "Clients", "scripted_client.py"), "--batch"];

    /// <summary>Settings that make a server run it.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["Services:Jobs:Client"] = Program,
        ["Services:Jobs:ClientArguments:0"] = Arguments[0],
        ["Services:Jobs:ClientArguments:1"] = Arguments[1],
    };
}
