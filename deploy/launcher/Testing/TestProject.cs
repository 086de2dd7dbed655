using Strangler.Launcher.Programs;
using Strangler.Launcher.SourceTree;

namespace Strangler.Launcher.Testing;

/// <summary>One built test project.</summary>
internal sealed record TestProject(string Name)
{
    /// <summary>All of them: the folders <c>tests/*.Tests</c>.</summary>
    public static IReadOnlyList<TestProject> All { get; } =
        [.. Directory.EnumerateDirectories(Repository.At("tests"), "*.Tests").Select(Path.GetFileName).Order(StringComparer.Ordinal).Select(name => new TestProject(name!))];

    /// <summary>Runs its tests, showing the runner's own output. A project that fails without a failed test counts as one.</summary>
    /// <param name="results">Folder of the reports.</param>
    /// <param name="coverage">Learns which lines were run; null to measure none.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<TestTotals> RunAsync(string results, Coverage? coverage, CancellationToken cancellationToken)
    {
        var report = Path.Combine(results, Name + ".ctrf.json");
        File.Delete(report);
        var measuring = coverage?.Begin(Name) ?? [];
        var exitCode = await OneShot.ShowAsync(DotNet.Host,
            ["test", "--project", Repository.At("tests", Name), "-c", Repository.Configuration, "--no-build", "--no-progress",
                "--results-directory", results, "--report-xunit-ctrf", "--report-xunit-ctrf-filename", Path.GetFileName(report), .. measuring],
            cancellationToken);

        coverage?.End(Name);
        return TestTotals.Of(Name, report, exitCode);
    }
}
