using System.Collections.Concurrent;
using System.CommandLine;
using Strangler.Launcher.Exit;
using Strangler.Launcher.Install;
using Strangler.Launcher.Packages;
using Strangler.Launcher.Programs;
using Strangler.Launcher.SourceTree;
using Strangler.Settings;

namespace Strangler.Launcher.Testing;

/// <summary><c>test</c>: installs, checks the format, builds, runs every test; its last line is the sum.</summary>
internal static class TestCommand
{
    private const string Solution = "CyberBackup.Strangler.slnx";

    /// <summary>Two projects run at a time. These begin, so that only short ones are left when one of them has ended.</summary>
    private static readonly string[] Longest = ["EndToEnd.Tests", "Gateway.Tests"];

    /// <summary>The project whose tests unpack and start what is shipped.</summary>
    private const string PackageTests = "EndToEnd.Tests";

    private static readonly Option<string[]> Only = new("--only")
    {
        Description = "Test projects to run, e.g. Gateway.Tests; Windows for those that run under Wine (all of them when not given)",
        AllowMultipleArgumentsPerToken = true,
        HelpName = "project",
    };

    private static readonly Option<bool> Coverage = new("--coverage") { Description = "Also say how many of the product's lines the tests run; the reports (Cobertura) stay in artifacts/test-results" };
    private static readonly Option<bool> NoInstall = new("--no-install") { Description = "Install nothing; say what is missing" };
    private static readonly Option<bool> NoFormat = new("--no-format") { Description = "Leave out the check of the format" };

    public static Command Create()
    {
        var command = new Command("test", "Installs what is missing, checks the format, builds, runs all tests") { Only, Coverage, NoInstall, NoFormat };
        command.Validators.Add(result =>
        {
            string[] known = [.. TestProject.All.Select(project => project.Name), WindowsTests.Name];
            foreach (var name in (result.GetValue(Only) ?? []).Except(known))
                result.AddError($"--only: there is no test project '{name}'; {NearestName.Advice(name, known, "there are")}.");
        });
        command.SetAction((result, cancellationToken) =>
            TestAsync(result.GetValue(Only) ?? [], result.GetValue(Coverage), !result.GetValue(NoInstall), !result.GetValue(NoFormat), cancellationToken));
        return command;
    }

    private static async Task<int> TestAsync(string[] only, bool measure, bool mayInstall, bool checkFormat, CancellationToken cancellationToken)
    {
        var python = await PythonPackages.EnsureAsync(mayInstall, cancellationToken);
        Console.WriteLine($"Python: {python}");
        if (python.Arguments.Length == 0)
            Environment.SetEnvironmentVariable(Python.Variable, python.Program);
        Console.WriteLine("Building.");
        await DotNet.BuildAsync(Solution, cancellationToken);
        var packages = IsChosen(PackageTests) ? PackAsync(cancellationToken) : Task.CompletedTask;
        // Beside the tests, most of which wait for something.
        var audit = PackageAudit.RunAsync(Solution, cancellationToken);
        var format = checkFormat ? CheckFormatAsync(cancellationToken) : Task.CompletedTask;
        if (mayInstall)
            await TestPrograms.EnsureAsync(cancellationToken);
        var wine = IsChosen(WindowsTests.Name) || IsChosen(WindowsTests.Driver) ? await Wine.EnsureAsync(mayInstall, cancellationToken) : Wine.NotAsked;
        Console.WriteLine($"Wine: {wine}");
        await packages;
        var windows = new WindowsTests(wine);

        StartQuickly();
        var results = Directory.CreateDirectory(Repository.At("artifacts", "test-results")).FullName;
        var coverage = measure ? new Coverage(results) : null;
        var waiting = new ConcurrentQueue<Func<Task<TestTotals>>>(
        [
            .. TestProject.All.Where(project => IsChosen(project.Name)).OrderByDescending(project => Longest.Contains(project.Name))
                .Select<TestProject, Func<Task<TestTotals>>>(project => () => project.RunAsync(results, coverage, cancellationToken)),
            .. IsChosen(WindowsTests.Name) ? (Func<Task<TestTotals>>[])[() => windows.RunAsync(results, cancellationToken)] : [],
        ]);
        // Coverage is put together by one.
        var totals = await Task.WhenAll(Enumerable.Range(0, measure ? 1 : Longest.Length).Select(async _ =>
        {
            var sum = TestTotals.None;
            while (waiting.TryDequeue(out var run))
                sum += await run();
            return sum;
        }));
        await Task.WhenAll(audit, format, wine.EndAsync());
        return Report(totals.Aggregate(TestTotals.None, static (sum, lane) => sum + lane), IsChosen(WindowsTests.Name) ? windows : null, coverage);

        bool IsChosen(string name) => only.Length == 0 || only.Contains(name);
    }

    /// <summary>The tests start hundreds of programs that live for seconds: what makes long-lived ones faster only costs there.</summary>
    private static void StartQuickly()
    {
        foreach (var setting in (string[])["DOTNET_TieredPGO", "DOTNET_gcServer"])
        {
            if (Environment.GetEnvironmentVariable(setting) is null)
                Environment.SetEnvironmentVariable(setting, "0");
        }
    }

    /// <summary>Where they cannot be made, without a network at first, their tests are skipped, and say so.</summary>
    private static async Task PackAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PackageCommand.MakeAsync(Repository.At("artifacts", "packages", "tested"), readyToRun: false, cancellationToken);
        }
        catch (LauncherException exception)
        {
            Console.WriteLine($"Packages: none could be made; the tests that start them will be skipped ({exception.Message})");
        }
    }

    private static async Task CheckFormatAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine("Checking the format.");
        // The build holds the style; what is left is white space, for which nothing has to be compiled.
        if (await OneShot.ShowAsync(DotNet.Host, ["format", "whitespace", Repository.Root, "--folder", "--verify-no-changes", "--exclude", "artifacts"], cancellationToken) != 0)
            throw new LauncherException($"the format differs from .editorconfig: run 'dotnet format {Solution}'.");
    }

    private static int Report(TestTotals totals, WindowsTests? windows, Coverage? coverage)
    {
        Console.WriteLine();
        foreach (var skipped in totals.Skipped)
            Console.WriteLine($"skipped: {skipped}");
        foreach (var failed in totals.Failed) // Once more, where they are seen: the other projects ran on beside them.
            Console.WriteLine($"failed: {failed}");
        var skipsFail = totals.Skipped.Count > 0 && Environment.GetEnvironmentVariable("CI") == "true";
        if (skipsFail)
            Console.WriteLine("CI=true: a skipped test is a failure here.");
        if (coverage is not null)
            Console.WriteLine(coverage);
        if (windows is not null)
            Console.WriteLine(windows.Note);
        Console.WriteLine(totals);
        if (windows is not null)
            Console.WriteLine(windows);
        return totals.Failed.Count > 0 || skipsFail ? 1 : 0;
    }
}
