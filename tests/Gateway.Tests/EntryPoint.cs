using Strangler.Gateway.Tests.Jobs;

namespace Strangler.Gateway.Tests;

/// <summary>The tests start this program again as the process that is killed while it writes.</summary>
internal static class EntryPoint
{
    public static Task<int> Main(string[] args) => args switch
    {
        [KilledJobWriter.Command, var path] => KilledJobWriter.RunAsync(path),
        _ when args.Any(arg => arg is "--server" or "--internal-msbuild-node") =>
            Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
    };
}
