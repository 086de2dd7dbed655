using System.CommandLine;
using System.CommandLine.Parsing;
using Strangler.Launcher.Exit;
using Strangler.Launcher.Options;
using Strangler.Launcher.SourceTree;
using Strangler.Settings;

namespace Strangler.Launcher.Run;

/// <summary><c>run</c>: the whole system on this machine until Ctrl-C.</summary>
internal static class RunCommand
{
    private static readonly Option<Uri> Public = new("--public")
    {
        Description = "Port or address for clients, 0 for a free port",
        CustomParser = Arguments.ParseListener,
        DefaultValueFactory = _ => new Uri("http://127.0.0.1:9090"),
        HelpName = "port|URL",
    };

    private static readonly Option<Uri> Management = new("--management")
    {
        Description = "Port or address for operators, 0 for a free port",
        CustomParser = Arguments.ParseListener,
        DefaultValueFactory = _ => new Uri("http://127.0.0.1:9091"),
        HelpName = "port|URL",
    };

    private static readonly Option<Uri?> Legacy = new("--legacy")
    {
        Description = "Your own Flask server; without it the reference server is started",
        CustomParser = Arguments.ParseServer,
        HelpName = "URL",
    };

    private static readonly Option<bool> WithoutLegacy = new("--no-legacy") { Description = $"No legacy any more: every route is complete, in a configuration of its own (--data, {NoLegacy.Folder}/)" };

    private static readonly Option<string?> LegacyRoot = new("--legacy-root")
    {
        Description = "Root folder of your own Flask server, when it is on this machine (for progress_config.json)",
        HelpName = "folder",
    };

    private static readonly Option<int> LegacyPort = Arguments.Port("--legacy-port", "Port of the reference Flask server, 0 for a free one", 9190);
    private static readonly Option<int> BackupPort = Arguments.Port("--backup-port", "Port of the stand-in backup server, 0 for a free one", 1256);

    private static readonly Option<string> Data = new("--data")
    {
        Description = "Folder of gateway.db, the reference server's files, the logs and the configuration",
        DefaultValueFactory = _ => Repository.At("data"),
        HelpName = "folder",
    };

    private static readonly Option<string?> Config = new("--config")
    {
        Description = "Your own folder of yarp.json, features.json and rules.json, used as it is; without it, copies of the shipped files in --data",
        HelpName = "folder",
    };

    private static readonly Option<int> StartTimeout = Arguments.Integer("--start-timeout", "Seconds until each program must be healthy, 1 to 600", 60, 1, 600);
    private static readonly Option<bool> PlainProxy = new("--legacy-flask-proxy") { Description = "Send every route to legacy, whatever features.json says" };
    private static readonly Option<bool> Watch = new("--watch") { Description = "Build and restart the gateway alone when a source of it or of a module changes" };
    private static readonly Option<bool> Open = new("--open") { Description = "Open the board in the browser" };
    private static readonly Option<bool> NoInstall = new("--no-install") { Description = "Install nothing; say what is missing" };
    private static readonly Option<bool> NoBuild = new("--no-build") { Description = "Start what is built" };
    private static readonly Argument<string[]> Gateway = new("gateway-arguments")
    {
        Description = "Further settings for the gateway, after --, e.g. -- --Gateway:ServedByHeader=true",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Settings of the gateway by which this command waits for it and shows where everything is.</summary>
    private static readonly (string Setting, string Option)[] Own =
    [
        ("Config", "--config"),
        ("Gateway:Public", "--public"),
        ("Gateway:Management", "--management"),
        ("ReverseProxy:Clusters:legacy:Destinations:flask:Address", "--legacy"),
    ];

    public static Command Create()
    {
        var command = new Command("run", "Starts the gateway and what it needs, until Ctrl-C")
        {
            Public, Management, Legacy, WithoutLegacy, LegacyRoot, LegacyPort, BackupPort, Data, Config, StartTimeout, PlainProxy, Watch, Open, NoInstall, NoBuild, Gateway,
        };
        command.Options.Add(new VersionOption());
        command.Validators.Add(result =>
        {
            if (result.GetValue(WithoutLegacy) && (result.GetValue(PlainProxy) || result.GetResult(Legacy) is { Implicit: false }))
                result.AddError("--no-legacy goes with neither --legacy nor --legacy-flask-proxy: there is nothing that could answer.");
        });
        command.Subcommands.Add(RestartLegacy());
        command.SetAction((result, cancellationToken) => new Runner(Read(result)).RunAsync(cancellationToken));
        return command;
    }

    /// <summary><c>run restart-legacy</c>: of the system that runs with the same data folder.</summary>
    private static Command RestartLegacy()
    {
        var command = new Command("restart-legacy", "Restarts the reference Flask of the system that runs, and the backup server where it has ended") { Data };
        command.SetAction(async (result, cancellationToken) =>
        {
            Console.WriteLine(await RestartPipe.AskAsync(Path.GetFullPath(result.GetRequiredValue(Data)), cancellationToken));
            return 0;
        });
        return command;
    }

    private static RunOptions Read(ParseResult result) => new(
        result.GetRequiredValue(Public), result.GetRequiredValue(Management), result.GetValue(Legacy), result.GetValue(WithoutLegacy), ReadLegacyRoot(result),
        result.GetValue(LegacyPort), result.GetValue(BackupPort), Path.GetFullPath(result.GetRequiredValue(Data)),
        result.GetValue(Config) is { } config ? Path.GetFullPath(config) : null,
        !result.GetValue(NoInstall), !result.GetValue(NoBuild), result.GetValue(PlainProxy), TimeSpan.FromSeconds(result.GetValue(StartTimeout)), GatewaySettings(result))
    {
        Watch = result.GetValue(Watch),
        Open = result.GetValue(Open),
    };

    /// <summary>What follows <c>--</c>; anything else that is no option of this command is a mistake, and no setting of the gateway.</summary>
    private static string[] GatewaySettings(ParseResult result)
    {
        var settings = result.GetValue(Gateway) ?? [];
        var meant = result.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Count(token => token.Type == TokenType.Argument);
        if (settings[..^meant] is [var stray, ..])
            throw new LauncherException($"'{stray}' is not known; {NearestName.Advice(stray, [.. result.CommandResult.Command.Options.Select(option => option.Name)], "the options are")}. Settings of the gateway follow after --.");

        foreach (var (setting, option) in Own)
        {
            if (settings.FirstOrDefault(argument => argument.TrimStart('-', '/').Split('=')[0].Equals(setting, StringComparison.OrdinalIgnoreCase)) is { } own)
                throw new LauncherException($"'{own}' after -- is not for the gateway alone: give {option} to this command instead, which has to know it too.");
        }

        return settings;
    }

    private static string? ReadLegacyRoot(ParseResult result) => result.GetValue(LegacyRoot) switch
    {
        null => null,
        _ when result.GetValue(Legacy) is null => throw new LauncherException("--legacy-root goes with --legacy URL; the reference server keeps its files in --data."),
        var folder when !Directory.Exists(folder) => throw new LauncherException($"--legacy-root: there is no folder {folder}."),
        var folder => Path.GetFullPath(folder),
    };
}
