namespace Strangler.ShadowDiff.Secrets;

/// <summary>Finds tables as text (CSV and its like) with a column, or a row, of a secret's name.</summary>
internal static class SecretColumns
{
    private const int LongestHeading = 60;

    /// <summary>Of four words or more is what stands between commas of prose.</summary>
    private const int MostBlanks = 2;

    /// <param name="text">The text.</param>
    /// <param name="isSecret">Whether a name is one of a secret.</param>
    public static bool AreIn(string text, Func<string, bool> isSecret)
    {
        var rest = text.AsSpan().TrimEnd();
        while (rest.Length > 0)
        {
            var end = rest.IndexOfAny('\r', '\n');
            if (NamesSecret(end < 0 ? rest : rest[..end], hasLineBelow: end >= 0, isSecret))
                return true;

            rest = end < 0 ? default : rest[(end + 1)..];
        }

        return false;
    }

    // A heading stands over values or, as one word, beside them. A line of prose is neither.
    private static bool NamesSecret(ReadOnlySpan<char> line, bool hasLineBelow, Func<string, bool> isSecret)
    {
        foreach (var part in line.SplitAny(",;\t|"))
        {
            var heading = line[part].Trim(" \"'\uFEFF");
            var isBeside = heading.Length < line.Trim(" \"'\uFEFF").Length && !heading.Contains(' ');
            if (heading.Length is > 0 and <= LongestHeading && heading.Count(' ') <= MostBlanks && (hasLineBelow || isBeside) && isSecret(heading.ToString()))
                return true;
        }

        return false;
    }
}
