using System.Diagnostics;
using Strangler.Gateway.Tests.Cutover;
using Strangler.Gateway.Tests.Jobs;

namespace Strangler.Gateway.Tests;

/// <summary>The tests start this program again: as the process that is killed while it writes, and as the one that decides anew.</summary>
internal static class EntryPoint
{
    public static Task<int> Main(string[] args) => args switch
    {
        [KilledJobWriter.Command, var path] => KilledJobWriter.RunAsync(path),
        [CanaryProcess.Command, var route] => Task.FromResult(CanaryProcess.Run(route)),
        _ when args.Any(arg => arg is "--server" or "--internal-msbuild-node") =>
            Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
    };

    /// <summary>This very program again, whether it runs by its own executable or by <c>dotnet</c>.</summary>
    public static ProcessStartInfo StartInfo(params string[] arguments)
    {
        var program = Environment.ProcessPath!;
        string[] self = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(EntryPoint).Assembly.Location] : [];
        return new(program, [.. self, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
    }
}
