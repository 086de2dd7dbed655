using System.CommandLine;
using System.ComponentModel;
using Strangler.Launcher.Exit;
using Strangler.Launcher.Install;
using Strangler.Launcher.Packages;
using Strangler.Launcher.Run;
using Strangler.Launcher.SourceTree;
using Strangler.Launcher.Testing;
using Strangler.Settings;

if (args is ["fresh"]) // deploy/launch.*
    return OwnBuild.IsFresh(Repository.Root, Repository.At("artifacts", "launcher", "stamp")) ? 0 : 1;

Utf8Console.Use();
using var stop = new StopSignal();

var root = new RootCommand("Starts, installs, tests and packages the strangler gateway on this machine")
{
    RunCommand.Create(), InstallCommand.Create(), TestCommand.Create(), PackageCommand.Create(),
};

try
{
    // StopSignal handles the signals: the library's own handling would end the process before the children have ended.
    var parsed = root.Parse(args);
    if (parsed.Errors.Count > 0)
        throw new LauncherException($"{string.Join(' ', parsed.Errors.Select(error => error.Message).Concat(Meant(parsed)))} --help says more.");

    return await parsed.InvokeAsync(
        new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false }, stop.Token);
}
catch (Exception exception) when (exception is LauncherException or IOException or UnauthorizedAccessException or Win32Exception)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return 1;
}
catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
{
    Console.Error.WriteLine("Interrupted.");
    return 130;
}

static IEnumerable<string> Meant(ParseResult parsed) =>
    NearestName.Questions(parsed.UnmatchedTokens, [.. parsed.CommandResult.Command.Children.Where(child => child is Option or Command).Select(known => known.Name)]);
