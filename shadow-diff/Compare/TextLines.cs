namespace Strangler.ShadowDiff.Compare;

/// <summary>Finds where two texts part.</summary>
internal static class TextLines
{
    /// <summary>The first line in which they differ; null on the side that has ended.</summary>
    public static (string? Legacy, string? Modern) FirstDifference(string legacy, string modern)
    {
        var same = legacy.AsSpan().CommonPrefixLength(modern);
        var start = legacy.AsSpan(0, same).LastIndexOf('\n') + 1;
        return (LineAt(legacy, start, same - start), LineAt(modern, start, same - start));
    }

    private static string? LineAt(string text, int start, int difference)
    {
        if (start >= text.Length)
        {
            return null;
        }

        var end = text.IndexOf('\n', start);
        return Excerpt.Of(text[start..(end < 0 ? text.Length : end)], difference);
    }
}
