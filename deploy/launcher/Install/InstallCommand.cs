using System.CommandLine;

namespace Strangler.Launcher.Install;

/// <summary><c>install</c>: only what is missing to run, or to test.</summary>
internal static class InstallCommand
{
    private static readonly Option<bool> Tests = new("--tests") { Description = "Also what only the tests need (a browser, Node.js, Prometheus, PowerShell)" };

    public static Command Create()
    {
        var command = new Command("install", "Installs what is missing, then says what is there") { Tests };
        command.SetAction((result, cancellationToken) => InstallAsync(result.GetValue(Tests), cancellationToken));
        return command;
    }

    private static async Task<int> InstallAsync(bool tests, CancellationToken cancellationToken)
    {
        Console.WriteLine($"Python: {await PythonPackages.EnsureAsync(mayInstall: true, cancellationToken)}");
        if (tests)
            await TestPrograms.EnsureAsync(cancellationToken);
        return 0;
    }
}
