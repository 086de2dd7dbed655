using System.Text;

namespace Strangler.ShadowDiff.Compare;

/// <summary>Finds where two texts part.</summary>
internal static class TextLines
{
    /// <summary>The first line in which they differ; null on the side that has ended.</summary>
    public static (string? Legacy, string? Modern) FirstDifference(ReadOnlySpan<byte> legacy, ReadOnlySpan<byte> modern)
    {
        var same = legacy.CommonPrefixLength(modern);
        var start = legacy[..same].LastIndexOf((byte)'\n') + 1;
        return (LineAt(legacy, start), LineAt(modern, start));
    }

    private static string? LineAt(ReadOnlySpan<byte> text, int start)
    {
        if (start >= text.Length)
        {
            return null;
        }

        var rest = text[start..];
        var end = rest.IndexOf((byte)'\n');
        return Excerpt.Of(Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]));
    }
}
