using Strangler.Launcher.Exit;
using Strangler.Launcher.Programs;
using Strangler.Launcher.SourceTree;

namespace Strangler.Launcher.Install;

/// <summary>A Python on this machine that runs.</summary>
/// <param name="Program">The executable.</param>
/// <param name="Arguments">What must stand before all other arguments, e.g. <c>-3</c> for Windows' <c>py</c>.</param>
internal sealed record Python(string Program, params string[] Arguments)
{
    public const string Variable = "LEGACY_PYTHON";

    /// <summary>The virtual environment at the top of the tree.</summary>
    public static Python OfEnvironment { get; } = new(OperatingSystem.IsWindows()
        ? Repository.At(".venv", "Scripts", "python.exe")
        : Repository.At(".venv", "bin", "python"));

    /// <summary>Where Debian's packages go.</summary>
    public static Python OfSystem { get; } = new("/usr/bin/python3");

    /// <summary>All places to look in, best first; only the one that <c>LEGACY_PYTHON</c> names, when it is set.</summary>
    public static IReadOnlyList<Python> Candidates { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
        ? [new(given)]
        : OperatingSystem.IsWindows()
        ? [OfEnvironment, new("py", "-3"), new("python")]
        : [OfEnvironment, new("python3"), OfSystem];

    /// <summary>Its executable in full, for programs that do not look along <c>PATH</c>.</summary>
    /// <exception cref="LauncherException">It does not run.</exception>
    public async Task<string> ExecutableAsync(CancellationToken cancellationToken)
    {
        var (exitCode, output) = await OneShot.ReadAsync(Program, [.. Arguments, "-c", "import sys; print(sys.executable)"], cancellationToken);
        return exitCode == 0 ? output.Trim() : throw new LauncherException($"{this} does not run (exit code {exitCode}): {output.Trim()}");
    }

    public override string ToString() => string.Join(' ', [Program, .. Arguments]);

    /// <summary>The modules out of <paramref name="modules"/> that this Python lacks; null when there is no such Python, or one before 3.10.</summary>
    public async Task<IReadOnlyList<string>?> FindMissingAsync(IEnumerable<string> modules, CancellationToken cancellationToken)
    {
        const string Check = """
            import importlib.util, sys
            assert sys.version_info >= (3, 10)
            print("MISSING", *(name for name in sys.argv[1:] if importlib.util.find_spec(name) is None))
            """;
        var (exitCode, output) = await OneShot.ReadAsync(Program, [.. Arguments, "-c", Check, .. modules], cancellationToken);
        return exitCode == 0 && output.Trim().Split(' ') is ["MISSING", .. var missing] ? missing : null;
    }
}
