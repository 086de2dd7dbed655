namespace Strangler.Testing.Processes;

/// <summary>
/// The Python that has Flask: <c>LEGACY_PYTHON</c> if set, else the virtual environment that the launcher makes, else Debian's own.
/// </summary>
public static class Python
{
    public static string Program =>
        Environment.GetEnvironmentVariable("LEGACY_PYTHON") is { Length: > 0 } given ? given : Candidates().FirstOrDefault(File.Exists) ?? "python3";

    private static IEnumerable<string> Candidates() =>
    [
        RepositoryRoot.Combine(".venv", "bin", "python"),
        RepositoryRoot.Combine(".venv", "Scripts", "python.exe"),
        "/usr/bin/python3",
    ];
}
