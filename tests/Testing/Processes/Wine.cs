namespace Strangler.Testing.Processes;

/// <summary>
/// The programs of this repository as programs of Windows, on Linux: Wine, with the runtime and the folder that <c>./test.sh</c> has made in
/// <c>artifacts/windows</c>.
/// </summary>
public static class Wine
{
    /// <summary>The environment variable that tells a program under Wine where the others are, as a path of Windows.</summary>
    public const string Programs = "STRANGLER_WINDOWS_PROGRAMS";

    /// <summary>Why there are no such programs here; null where there are.</summary>
    public static string? Missing { get; } =
        !OperatingSystem.IsLinux() ? "Wine is for Linux."
        : File.Exists(Surroundings) ? null
        : "There is no Wine here: ./test.sh installs it on Debian, and says why where it cannot.";

    /// <summary>The folder of the programs: one small executable each, which starts the assembly that was built for every system.</summary>
    public static string Folder => RepositoryRoot.Combine("artifacts", "windows", "programs");

    /// <summary>A path of Linux as a program under Wine knows it.</summary>
    public static string PathOf(string path) => "Z:" + path.Replace('/', '\\');

    /// <summary>Starts a program of ours, by the name of its project.</summary>
    public static ChildProcess Start(string project, IEnumerable<string> arguments, string workingFolder) =>
        ChildProcess.Start("wine", [Path.Combine(Folder, project + ".exe"), .. arguments], workingFolder, Environment);

    /// <summary>Starts a program of Windows by its path on Linux.</summary>
    public static ChildProcess StartFile(string path, IEnumerable<string> arguments, string workingFolder) => ChildProcess.Start("wine", [path, .. arguments], workingFolder, Environment);

    /// <summary>Starts a command of Windows.</summary>
    /// <param name="more">Variables of its own; null for none.</param>
    public static ChildProcess StartCommand(IEnumerable<string> arguments, string workingFolder, IReadOnlyDictionary<string, string?>? more = null) =>
        ChildProcess.Start("wine", ["cmd", "/c", .. arguments], workingFolder, new Dictionary<string, string?>(Environment.Concat(more ?? new Dictionary<string, string?>())));

    private static string Surroundings => RepositoryRoot.Combine("artifacts", "windows", "environment");

    /// <summary>As the launcher has written it.</summary>
    private static Dictionary<string, string?> Environment =>
        File.ReadLines(Surroundings).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], string? (pair) => pair[1]);
}
