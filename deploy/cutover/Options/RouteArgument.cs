using System.CommandLine;
using System.CommandLine.Completions;
using Strangler.CommandLine.Cases;
using Strangler.CommandLine.Exit;
using Strangler.Contract;
using Strangler.Settings;

namespace Strangler.CommandLine.Options;

/// <summary>Arguments and options that name a route or a stage; the shell completes them.</summary>
internal static class RouteArgument
{
    private static readonly string[] UsualSteps = ["1", "5", "25", "50"];

    /// <summary>The arguments of a command that names a route. The help has a word for it: the list, which the shell completes, would fill the line.</summary>
    public static Argument<T> Completed<T>(this Argument<T> argument)
    {
        argument.HelpName = "route";
        argument.CompletionSources.Add(context => IsGiven(context, argument) ? [] : Routes());
        return argument;
    }

    /// <summary>The same for an option.</summary>
    public static Option<T> Completed<T>(this Option<T> option)
    {
        option.HelpName = "route";
        option.CompletionSources.Add(_ => Routes());
        return option;
    }

    /// <summary>A fresh argument for a stage; another word is bad usage.</summary>
    /// <param name="route">The argument before it.</param>
    public static Argument<string> Stage(Argument<string> route)
    {
        var argument = new Argument<string>("stage") { Description = "legacy, shadow, canary, live or complete" };
        argument.CompletionSources.Add(context => IsGiven(context, route) && !IsGiven(context, argument) ? StageNames.All.Select(stage => new CompletionItem(stage)) : []);
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var stage }] && !StageNames.TryParse(stage, out _))
                result.AddError($"'{stage}' is no stage; {NearestName.Advice(stage, StageNames.All, "use one of")}.");
        });
        return argument;
    }

    /// <summary>A fresh argument for the percentage of a canary; null when not given.</summary>
    /// <param name="stage">The argument before it.</param>
    public static Argument<decimal?> Percentage(Argument<string> stage)
    {
        var argument = new Argument<decimal?>("percentage")
        {
            Description = "At canary: how many of 100 clients C# answers, 0.01 to 99.99",
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = result =>
            {
                var word = result.Tokens[0].Value;
                if (RouteStage.TryParsePercentage(word, out var percentage))
                    return percentage;

                // An option that is none would be taken for it: then it is said as everywhere else.
                result.AddError(word.StartsWith('-') ? $"Unrecognized command or argument '{word}'." : $"'{word}' is no percentage of a canary; give {RouteStage.Percentages}.");
                return null;
            },
        };
        argument.CompletionSources.Add(context =>
            IsGiven(context, stage) && context.ParseResult.GetResult(stage)!.Tokens[0].Value == Contract.Stage.Canary.Name() ? UsualSteps.Select(step => new CompletionItem(step)) : []);
        return argument;
    }

    /// <summary>Whether the argument is complete, and another is being typed.</summary>
    private static bool IsGiven(CompletionContext context, Argument argument) =>
        context.ParseResult.GetResult(argument)?.Tokens is [var token, ..] && token.Value != context.WordToComplete;

    /// <summary>By the file and not by the gateway: completion must be quick and needs no token.</summary>
    private static IEnumerable<CompletionItem> Routes()
    {
        try
        {
            return [.. new RouteFinder(PlayOptions.RoutesFile()).Names.Select(route => new CompletionItem(route))];
        }
        catch (CommandException)
        {
            return []; // nobody reads an error while he types
        }
    }
}
