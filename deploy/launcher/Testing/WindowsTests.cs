using Strangler.Launcher.Install;
using Strangler.Launcher.SourceTree;

namespace Strangler.Launcher.Testing;

/// <summary>The tests of single projects once more, as programs of Windows under Wine.</summary>
internal sealed class WindowsTests(Wine wine)
{
    /// <summary>As <c>--only</c> names them.</summary>
    public const string Name = "Windows";

    /// <summary>The project whose tests start programs under Wine from outside.</summary>
    public const string Driver = "EndToEnd.Tests";

    private static readonly string[] Projects = ["CommandLine.Tests", "Services.Tests", "Gateway.Tests", "ShadowDiff.Tests"];

    private const int Late = 124;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);

    private readonly string _leftOut = Repository.At("tests", "wine.txt");
    private TestTotals _totals = TestTotals.None;

    /// <summary>What was not run, and on what the rest was.</summary>
    public string Note => wine.Problem is { } problem
        ? $"On Windows nothing was tried, because {problem}"
        : $"Windows is {wine.Version}: {_totals.Skipped.Count} tests are for other systems only, {LeftOut().Count()} are left out by tests/wine.txt.";

    /// <summary>The last line of all, in the form of the one before it.</summary>
    public override string ToString() => $"{Name}: {_totals.Passed} passed, {_totals.Failed.Count} failed";

    /// <summary>Runs them one project after the other; gives those that failed.</summary>
    /// <param name="results">Folder of the reports.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<TestTotals> RunAsync(string results, CancellationToken cancellationToken)
    {
        if (wine.Problem is { } problem)
            return OperatingSystem.IsWindows() ? TestTotals.None : new(0, [], [$"{Name}: {problem}"]); // on Windows they run as they are

        foreach (var project in Projects)
            _totals += await RunAsync(project, Path.Combine(results, $"{Name}.{project}.ctrf.json"), cancellationToken);
        return new(0, [.. _totals.Failed.Select(failed => $"{Name}: {failed}")], []);
    }

    private async Task<TestTotals> RunAsync(string project, string report, CancellationToken cancellationToken)
    {
        File.Delete(report);
        string[] arguments = ["-noColor", "-result-ctrf", Wine.PathOf(report), .. LeftOut().Where(entry => entry.Project == project).SelectMany(entry => new[] { entry.Kind, entry.Name })];
        var exitCode = await RunOnceAsync(project, arguments, cancellationToken);
        if (!File.Exists(report))
        {
            Console.WriteLine($"{project} came to no end under Wine, which ends threads at some exceptions that go through native code: once more.");
            exitCode = await RunOnceAsync(project, arguments, cancellationToken);
        }

        return TestTotals.Of($"{Name}, {project}", report, exitCode);
    }

    /// <summary>What has not ended after the limit is ended.</summary>
    private static async Task<int> RunOnceAsync(string project, string[] arguments, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Limit, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await Wine.ShowAsync(project, arguments, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Late;
        }
    }

    /// <summary>A line each: the project, <c>namespace</c>, <c>class</c> or <c>method</c>, its full name, and after that the reason. Lines that begin with # say more.</summary>
    private IEnumerable<(string Project, string Kind, string Name)> LeftOut() =>
        from line in File.ReadLines(_leftOut)
        where line.Length > 0 && line[0] != '#'
        let words = line.Split(' ', 4, StringSplitOptions.RemoveEmptyEntries)
        select (words[0], $"-{words[1]}-", words[2]);
}
