using System.CommandLine;
using Strangler.CommandLine.Exit;

namespace Strangler.CommandLine.Options;

/// <summary>What follows <c>--</c>: settings for the gateway's program, where a command has it do the work.</summary>
internal static class GatewaySettings
{
    /// <param name="when">When they are needed.</param>
    public static Argument<string[]> Argument(string when) => new("settings")
    {
        Description = $"Settings that the gateway is started with, after --, e.g. -- --data /var/lib/cutover-gateway; {when}",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <exception cref="CommandException">The first is none.</exception>
    public static string[] Read(ParseResult result, Argument<string[]> argument) => result.GetValue(argument) switch
    {
        [var first, ..] when !first.StartsWith('-') => throw new CommandException($"'{first}' is no setting: write -- --Section:Name=value, as the gateway is started with it.", ExitCode.BadUsage),
        { } settings => settings,
        null => [],
    };

    /// <summary>The folder of the configuration that the program is told of; empty for the one that it finds itself.</summary>
    public static string Configuration() => SharedOptions.Variable("STRANGLER_CONFIG") ?? SharedOptions.UsualConfiguration("features.json");
}
