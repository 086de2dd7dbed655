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
        ["rollback"] = "rollback status --reason \"errors at 3 a.m.\"",
        ["legacy-only"] = "legacy-only on --reason \"errors at 3 a.m.\"",
        ["nudge"] = "nudge realtime --reason \"all to C#\"",
        ["revert"] = "revert 7 --reason \"the wrong route\"",
        ["parity"] = "parity --corpus tests/Corpus",
        ["completion"] = "completion bash",
    };

    public static string OneLine(ParseResult parsed)
    {
        var (command, missing) = (parsed.CommandResult.Command, Missing(parsed.CommandResult).ToList());
        IEnumerable<string> said = parsed.Errors.Select(error => error.Message).Where(message => missing.Count == 0 || !SaysMissing(message));
        if (missing.Count > 0)
            said = said.Prepend($"{command.Name} needs {string.Join(" and ", missing)}{(Examples.TryGetValue(command.Name, out var example) ? $", e.g. {example}" : "")}.");

        return string.Join(' ', said.Concat(Meant(parsed)).SelectMany(message => message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    private static IEnumerable<string> Missing(CommandResult result) =>
    [
        .. result.Command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0 && result.GetResult(argument) is not { Tokens.Count: > 0 })
            .Select(argument => $"{("aeiou".Contains(argument.Name[0], StringComparison.Ordinal) ? "an" : "a")} {argument.Name} ({argument.Description})"),
        .. result.Command.Options.Where(option => option.Required && result.GetResult(option) is not { Implicit: false }).Select(option => $"{option.Name} ({option.Description})"),
    ];

    /// <summary>The library's own words for the same.</summary>
    private static bool SaysMissing(string message) => message.StartsWith("Required argument", StringComparison.Ordinal) || message.EndsWith("is required.", StringComparison.Ordinal);

    /// <summary>An argument that may be left out also takes an option that is none.</summary>
    private static IEnumerable<string> Strays(ParseResult parsed) =>
        parsed.UnmatchedTokens.Concat(parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value).Where(word => word.StartsWith('-')));

    private static IEnumerable<string> Meant(ParseResult parsed) =>
        NearestName.Questions([.. Strays(parsed)], [.. parsed.CommandResult.Command.Children.Where(child => child is Option or Command).Select(known => known.Name)]);
}
