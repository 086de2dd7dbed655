namespace Strangler.ShadowDiff.Reports;

/// <summary>One row of a side-by-side view; a side without a line there is null.</summary>
internal readonly record struct LinePair(string? Legacy, string? Modern, bool Differs)
{
    public static LinePair Of(string? legacy, string? modern) => new(legacy, modern, !string.Equals(legacy, modern, StringComparison.Ordinal));
}

/// <summary>Puts equal lines of two texts beside each other (longest common subsequence).</summary>
internal static class LineAlignment
{
    public static IEnumerable<LinePair> Align(IReadOnlyList<string> legacy, IReadOnlyList<string> modern) =>
        Pairs(legacy, modern).Select(pair => LinePair.Of(pair.Legacy is { } left ? legacy[left] : null, pair.Modern is { } right ? modern[right] : null));

    /// <summary>The places of what belongs together, in order; null on the side that has nothing there.</summary>
    public static IReadOnlyList<(int? Legacy, int? Modern)> Pairs(IReadOnlyList<string> legacy, IReadOnlyList<string> modern)
    {
        var lengths = CommonLengths(legacy, modern);
        var rows = new List<(int?, int?)>();
        List<int> left = [], right = [];
        var (i, j) = (0, 0);
        while (i < legacy.Count || j < modern.Count)
        {
            if (i < legacy.Count && j < modern.Count && legacy[i] == modern[j])
            {
                Flush(left, right, rows);
                rows.Add((i++, j++));
            }
            else if (j == modern.Count || (i < legacy.Count && lengths[i + 1, j] >= lengths[i, j + 1]))
            {
                left.Add(i++);
            }
            else
            {
                right.Add(j++);
            }
        }

        Flush(left, right, rows);
        return rows;
    }

    /// <summary>What was replaced stands in one row, so that old and new are read together.</summary>
    private static void Flush(List<int> left, List<int> right, List<(int?, int?)> rows)
    {
        for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
            rows.Add((i < left.Count ? left[i] : null, i < right.Count ? right[i] : null));

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
