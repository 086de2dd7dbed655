using System.Text.RegularExpressions;

namespace Strangler.EndToEnd.Tests.Readme;

/// <summary>The commands that a document prints, word for word: lines of its code blocks that begin with <c>./</c> or <c>curl</c>.</summary>
internal static partial class ReadmeCommands
{
    private static readonly string[] Programs = ["./", "curl "];

    public static IEnumerable<string> In(string readme)
    {
        var inBlock = false;
        foreach (var line in readme.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                inBlock = !inBlock;
            else if (inBlock && Array.Exists(Programs, program => line.StartsWith(program, StringComparison.Ordinal)))
                yield return line;
        }
    }

    /// <summary>Those within its sentences too, each once; a word alone, such as <c>./run.sh</c>, only names its program.</summary>
    public static IEnumerable<string> InOrBetween(string text) => text.ReplaceLineEndings("\n").Split("```")
        .SelectMany((part, index) => index % 2 == 1 ? In($"```{part}```\n") : WithinALine().Matches(part).Select(match => match.Groups[1].Value))
        .Distinct();

    [GeneratedRegex(@"`((?:\./\w+(?:\.sh)?|curl) [^`]+)`")]
    private static partial Regex WithinALine();
}
