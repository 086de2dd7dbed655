using System.CommandLine;
using System.CommandLine.Parsing;
using Strangler.Settings;

namespace Strangler.CommandLine.Options;

/// <summary>What is wrong with a command line, in one line: what is missing, with an example that is complete.</summary>
internal static class UsageErrors
{
    private static readonly Dictionary<string, string> Examples = new()
    {
        ["set"] = "set status shadow --reason \"a first look\"",
        ["plan"] = "plan pause status --reason \"the weekend\"",
        ["rollback"] = "rollback status --reason \"errors at 3 a.m.\"",
        ["legacy-only"] = "legacy-only on --reason \"errors at 3 a.m.\"",
        ["nudge"] = "nudge realtime --reason \"all to C#\"",
        ["revert"] = "revert 7 --reason \"the wrong route\"",
        ["migrate"] = "store migrate --from sqlite: --to postgresql:",
        ["parity"] = "parity --corpus tests/Corpus",
        ["completion"] = "completion bash",
    };

    public static string OneLine(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        string[] commands = [.. parsed.RootCommandResult.Command.Subcommands.Select(one => one.Name)];
        if (StrayCommand(parsed) is { } stray)
            return Unknown("command", stray, commands, "the commands are"); // what follows it need not be spoken of
        if (command is RootCommand && parsed.UnmatchedTokens.Count == 0)
            return $"Name a command: {string.Join(", ", commands)}.";
        if (command is not RootCommand && command.Subcommands.Count > 0)
            return OfSeveral(command, parsed.UnmatchedTokens);

        var missing = Missing(parsed.CommandResult).ToList();
        List<string> said = [.. parsed.Errors.Where(error => !IsSaidBetter(error, parsed, missing.Count > 0)).Select(Words), .. Strays(parsed)];
        if (missing.Count > 0)
            said.Insert(0, $"{command.Name} needs {string.Join(" and ", missing)}{(Examples.TryGetValue(command.Name, out var example) ? $", e.g. {example}" : "")}.");

        return string.Join(' ', said.SelectMany(message => message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    /// <summary>A word where the command should be; the library passes over it, and takes the next word that is one.</summary>
    private static string? StrayCommand(ParseResult parsed) =>
        parsed.UnmatchedTokens is [var first, ..] && !first.StartsWith('-') && parsed.Tokens.TakeWhile(token => token.Type != TokenType.Command).Any(token => token.Value == first)
            ? first
            : null;

    /// <summary>A command that is several, without one of them.</summary>
    private static string OfSeveral(Command command, IReadOnlyList<string> strays)
    {
        string[] commands = [.. command.Subcommands.Select(one => one.Name)];
        return strays is [var stray, ..] && !stray.StartsWith('-') ? Unknown("command", stray, commands, $"those of {command.Name} are") : $"{command.Name} needs a command: {string.Join(", ", commands)}.";
    }

    private static IEnumerable<string> Missing(CommandResult result) =>
    [
        .. result.Command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0 && result.GetResult(argument) is not { Tokens.Count: > 0 })
            .Select(argument => $"{("aeiou".Contains(argument.Name[0], StringComparison.Ordinal) ? "an" : "a")} {argument.Name} ({argument.Description})"),
        .. result.Command.Options.Where(option => option.Required && result.GetResult(option) is not { Implicit: false }).Select(option => $"{option.Name} ({option.Description})"),
    ];

    /// <summary>The library's own words for what is said here: what is missing, and words that belong nowhere.</summary>
    private static bool IsSaidBetter(ParseError error, ParseResult parsed, bool isMissing) =>
        parsed.UnmatchedTokens.Concat(StrayOptions(parsed)).Any(stray => error.Message.EndsWith($"'{stray}'.", StringComparison.Ordinal))
        || (isMissing && (error.Message.StartsWith("Required argument", StringComparison.Ordinal) || error.Message.EndsWith("is required.", StringComparison.Ordinal)));

    /// <summary>An argument that may be left out also takes an option that is none.</summary>
    private static IEnumerable<string> StrayOptions(ParseResult parsed) => parsed.UnmatchedTokens
        .Concat(parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value))
        .Where(token => token.StartsWith('-'));

    private static string Words(ParseError error) => error.SymbolResult is OptionResult { Tokens.Count: 0, Implicit: false } option
        ? $"{option.Option.Name} needs a value ({option.Option.Description})."
        : error.Message;

    private static string Unknown(string what, string name, string[] known, string list) => NearestName.Of(name, known) is { } meant
        ? $"There is no {what} '{name}'. Did you mean '{meant}'?"
        : $"There is no {what} '{name}'; {list} {string.Join(", ", known)}.";

    /// <summary>Of what belongs nowhere: the options, else each word. The value of an option that is none is no word too many.</summary>
    private static IEnumerable<string> Strays(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        string[] options = [.. command.Options.Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive))).Select(option => option.Name)];
        string[] strays = [.. StrayOptions(parsed)];
        return strays.Length > 0
            ? strays.Select(stray => Unknown("option", stray, options, $"those of {command.Name} are"))
            : parsed.UnmatchedTokens.Select(stray => $"'{stray}' is one word too many.");
    }
}
