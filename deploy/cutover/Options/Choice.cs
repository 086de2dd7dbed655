using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using Strangler.Settings;

namespace Strangler.CommandLine.Options;

/// <summary>Arguments and options that take one of a few words: another one is bad usage, and the nearest is named; the shell completes them.</summary>
internal static class Choice
{
    public static Argument<T> OneOf<T>(this Argument<T> argument, params IReadOnlyList<string> words)
    {
        argument.CompletionSources.Add(_ => Completions(words));
        argument.Validators.Add(result => Judge(result, result.Tokens, words));
        return argument;
    }

    public static Option<T> OneOf<T>(this Option<T> option, params IReadOnlyList<string> words)
    {
        option.CompletionSources.Add(_ => Completions(words));
        option.Validators.Add(result => Judge(result, result.Tokens, words));
        return option;
    }

    private static IEnumerable<CompletionItem> Completions(IReadOnlyList<string> words) => words.Select(word => new CompletionItem(word));

    private static void Judge(SymbolResult result, IReadOnlyList<Token> tokens, IReadOnlyList<string> words)
    {
        foreach (var token in tokens.Where(token => !words.Contains(token.Value)))
            result.AddError($"'{token.Value}' is not known here; {NearestName.Advice(token.Value, words, "use one of")}.");
    }
}
