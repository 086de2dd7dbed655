using System.CommandLine;

namespace Strangler.CommandLine.Options;

/// <summary>The options of the commands that send cases to two sides.</summary>
internal static class PlayOptions
{
    public static readonly Option<string> Legacy = Address("--legacy");
    public static readonly Option<string> Modern = Address("--modern");
    public static readonly Option<string[]> Rules = new("--rules")
    {
        Description = "The rules of the comparison (or STRANGLER_RULES; may be repeated). With parity --jobs, when not given, also those of two-installations.json beside the program",
        HelpName = "file",
        DefaultValueFactory = _ => [SharedOptions.ConfigurationFile("STRANGLER_RULES", "rules.json")],
    };

    /// <summary>What else holds between backups of both sides: each has a job of its own, which legacy tells less of.</summary>
    private static readonly string RulesOfJobs = Path.Combine(AppContext.BaseDirectory, "two-installations.json");

    public static readonly Option<string> Routes = new("--routes")
    {
        Description = "The gateway's yarp.json, which names the routes (or STRANGLER_YARP)",
        HelpName = "file",
        DefaultValueFactory = _ => RoutesFile(),
    };

    public static readonly Option<int> Concurrency = Ranged.Integer("--concurrency", "Sequences of cases at once (the order within one is kept)", 1, 64, usual: 1);
    public static readonly Option<string?> JUnit = new("--junit") { Description = "Write JUnit XML", HelpName = "file" };

    public static readonly Option<string[]> Route = new Option<string[]>("--route")
    {
        Description = "Only cases of this route, and what they need (may be repeated)",
        DefaultValueFactory = _ => [],
    }.Completed();

    /// <summary>Stands for the option of the other commands: here it takes a file.</summary>
    private static readonly Option<string?> Json = new("--json")
    {
        Description = "Write the result as JSON, to standard output when no file is given",
        HelpName = "file",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The file that names the routes, unless <c>--routes</c> says otherwise.</summary>
    public static string RoutesFile() => SharedOptions.ConfigurationFile("STRANGLER_YARP", "yarp.json");

    public static void AddTo(Command command)
    {
        foreach (var option in new Option[] { Legacy, Modern, Route, Concurrency, Rules, Routes, Json, JUnit })
            command.Add(option);
    }

    /// <summary>Whether JSON goes to standard output, or else the file that it goes to; neither when it was not asked for.</summary>
    public static (bool IsOutput, string? File) ReadJson(ParseResult result)
    {
        var file = result.GetValue(Json);
        return (file is null && result.GetResult(Json) is { Implicit: false }, file);
    }

    /// <summary>The files of rules: those that are named, else the usual ones.</summary>
    public static string[] ReadRules(ParseResult result, bool ofJobs) =>
        ofJobs && result.GetResult(Rules) is not { Implicit: false } ? [.. result.GetRequiredValue(Rules), RulesOfJobs] : result.GetRequiredValue(Rules);

    private static Option<string> Address(string name) => new(name) { Description = $"Address of {name[2..]}", HelpName = "URL", Required = true };
}
