using System.CommandLine;

namespace Strangler.Launcher.Install;

/// <summary><c>install</c>: only what is missing to run, to test or to measure.</summary>
internal static class InstallCommand
{
    private static readonly Option<bool> Tests = new("--tests") { Description = "Also what only the tests need (a browser, Node.js, Prometheus, PowerShell, PostgreSQL)" };

    private static readonly Option<bool> Benchmarks = new("--benchmarks") { Description = "Also what only the benchmarks compare with or measure by (nginx, HAProxy, strace, perf)" };

    public static Command Create()
    {
        var command = new Command("install", "Installs what is missing, then says what is there") { Tests, Benchmarks };
        command.SetAction((result, cancellationToken) => InstallAsync(result.GetValue(Tests), result.GetValue(Benchmarks), cancellationToken));
        return command;
    }

    private static async Task<int> InstallAsync(bool tests, bool benchmarks, CancellationToken cancellationToken)
    {
        Console.WriteLine($"Python: {await PythonPackages.EnsureAsync(mayInstall: true, cancellationToken)}");
        if (tests)
            await TestPrograms.EnsureAsync(cancellationToken);
        if (benchmarks)
            await BenchmarkPrograms.EnsureAsync(cancellationToken);
        return 0;
    }
}
