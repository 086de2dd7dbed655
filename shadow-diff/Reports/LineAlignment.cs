namespace Strangler.ShadowDiff.Reports;

/// <summary>One row of a side-by-side view; a side without a line there is null.</summary>
internal readonly record struct LinePair(string? Legacy, string? Modern)
{
    public bool Differs => !string.Equals(Legacy, Modern, StringComparison.Ordinal) && !(IsAside(Legacy) && IsAside(Modern));

    private static bool IsAside(string? line) => line?.StartsWith(AnswerText.NotCompared, StringComparison.Ordinal) ?? true;
}

/// <summary>Puts equal lines of two texts beside each other (longest common subsequence).</summary>
internal static class LineAlignment
{
    public static IReadOnlyList<LinePair> Align(IReadOnlyList<string> legacy, IReadOnlyList<string> modern)
    {
        var lengths = CommonLengths(legacy, modern);
        var rows = new List<LinePair>();
        List<string> left = [], right = [];
        var (i, j) = (0, 0);
        while (i < legacy.Count || j < modern.Count)
        {
            if (i < legacy.Count && j < modern.Count && legacy[i] == modern[j])
            {
                Flush(left, right, rows);
                rows.Add(new(legacy[i++], modern[j++]));
            }
            else if (j == modern.Count || (i < legacy.Count && lengths[i + 1, j] >= lengths[i, j + 1]))
            {
                left.Add(legacy[i++]);
            }
            else
            {
                right.Add(modern[j++]);
            }
        }

        Flush(left, right, rows);
        return rows;
    }

    /// <summary>Lines that were replaced stand in one row, so that old and new are read together.</summary>
    private static void Flush(List<string> left, List<string> right, List<LinePair> rows)
    {
        for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
            rows.Add(new(left.ElementAtOrDefault(i), right.ElementAtOrDefault(i)));

        left.Clear();
        right.Clear();
    }

    private static int[,] CommonLengths(IReadOnlyList<string> legacy, IReadOnlyList<string> modern)
    {
        var lengths = new int[legacy.Count + 1, modern.Count + 1];
        for (var i = legacy.Count - 1; i >= 0; i--)
        {
            for (var j = modern.Count - 1; j >= 0; j--)
                lengths[i, j] = legacy[i] == modern[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        }

        return lengths;
    }
}
