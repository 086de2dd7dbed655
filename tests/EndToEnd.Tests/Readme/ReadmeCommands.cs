namespace Strangler.EndToEnd.Tests.Readme;

/// <summary>The commands that the README prints for a newcomer: lines of its code blocks that begin with <c>./</c>, word for word.</summary>
internal static class ReadmeCommands
{
    public static IEnumerable<string> In(string readme)
    {
        var inBlock = false;
        foreach (var line in readme.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                inBlock = !inBlock;
            else if (inBlock && line.StartsWith("./", StringComparison.Ordinal))
                yield return line;
        }
    }
}
