using Strangler.Launcher.Exit;
using Strangler.Launcher.SourceTree;

namespace Strangler.Launcher.Install;

/// <summary>Provides a Python that has what the stand-ins in <c>deploy/legacy-flask</c> import.</summary>
internal static class PythonPackages
{
    private const string DebianPrefix = "python3-";
    private const string NoPython = "python3 is missing or too old: install Python 3.10 or later (https://www.python.org/downloads/), or front your own legacy with --legacy URL.";

    /// <summary>A Python with all packages; installs them first where that is needed and allowed.</summary>
    /// <exception cref="LauncherException">There is no Python, or the packages could not be installed.</exception>
    public static async Task<Python> EnsureAsync(bool mayInstall, CancellationToken cancellationToken)
    {
        var packages = ReadPackages();
        string[] modules = [.. packages.Where(name => name.StartsWith(DebianPrefix, StringComparison.Ordinal))
            .Select(name => name[DebianPrefix.Length..].Replace('-', '_'))];

        var (ready, any, missing) = await FindAsync(modules, cancellationToken);
        if (ready is not null)
            return ready;
        if (!mayInstall)
            throw new LauncherException(any is null ? NoPython : $"{any} lacks {string.Join(", ", missing)}: run again without --no-install.");

        if (await Apt.InstallAsync(packages, cancellationToken) && await HasAllAsync(Python.OfSystem, modules, cancellationToken))
            return Python.OfSystem;

        await VirtualEnvironment.CreateAsync(any ?? throw new LauncherException(NoPython), cancellationToken);
        return await HasAllAsync(Python.OfEnvironment, modules, cancellationToken)
            ? Python.OfEnvironment
            : throw new LauncherException($"{Python.OfEnvironment} still lacks packages after the installation: remove the folder .venv and run again.");
    }

    private static async Task<(Python? Ready, Python? Any, IReadOnlyList<string> Missing)> FindAsync(string[] modules, CancellationToken cancellationToken)
    {
        (Python? Any, IReadOnlyList<string> Missing) found = (null, []);
        foreach (var candidate in Python.Candidates)
        {
            if (await candidate.FindMissingAsync(modules, cancellationToken) is not { } missing)
                continue;
            if (missing.Count == 0)
                return (candidate, candidate, missing);
            if (found.Any is null && candidate != Python.OfEnvironment)
                found = (candidate, missing);
        }

        return (null, found.Any, found.Missing);
    }

    private static async Task<bool> HasAllAsync(Python python, string[] modules, CancellationToken cancellationToken) =>
        await python.FindMissingAsync(modules, cancellationToken) is { Count: 0 };

    private static string[] ReadPackages()
    {
        var path = Path.Combine(Repository.LegacyFlask, "debian-packages.txt");
        return File.Exists(path)
            ? [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')]
            : throw new LauncherException($"{path} is missing: the source tree is not complete; check it out again.");
    }
}
