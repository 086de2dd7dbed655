namespace Strangler.ShadowDiff.Compare;

/// <summary>Finds where two texts part.</summary>
internal static class TextLines
{
    /// <summary>The first line in which they differ, its end shown where that is the difference; null on the side that has ended.</summary>
    public static (string? Legacy, string? Modern) FirstDifference(string legacy, string modern)
    {
        var same = legacy.AsSpan().CommonPrefixLength(modern);
        var start = legacy.AsSpan(0, same).LastIndexOf('\n') + 1;
        var (left, right) = (LineAt(legacy, start), LineAt(modern, start));
        if (left.AsSpan().TrimEnd("\r\n").SequenceEqual(right.AsSpan().TrimEnd("\r\n")))
            (left, right) = (Visible(left), Visible(right));

        return (Cut(left, same - start), Cut(right, same - start));
    }

    private static string LineAt(string text, int start)
    {
        var end = text.IndexOf('\n', start);
        return text[start..(end < 0 ? text.Length : end + 1)];
    }

    private static string Visible(string line) => line.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string? Cut(string line, int difference) => line.Length == 0 ? null : Excerpt.Of(line.TrimEnd('\n'), difference);
}
