namespace Strangler.EndToEnd.Tests.Readme;

/// <summary>The commands that the README prints for a newcomer: lines of its code blocks that begin with <c>./</c> or <c>curl</c>, word for word.</summary>
internal static class ReadmeCommands
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
}
