using Strangler.ShadowDiff.Tests;
using Strangler.ShadowDiff.Tests.Store;
using Strangler.ShadowDiff.Tests.Store.Moving;

// The tests start this program again as the process that is killed while it writes.
if (args is [KilledWriter.Command or KilledWriter.MendCommand, var path, .. var server])
    return await KilledWriter.RunAsync(args[0], new(path, server.FirstOrDefault()));

if (args is [KilledMove.Command, var from, var to])
    return await KilledMove.RunAsync(new(from, to));

return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
    ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
