using System.Text;

namespace Strangler.ShadowDiff.Compare;

/// <summary>Cuts a value to what fits into a report's cell.</summary>
internal static class Excerpt
{
    private const int Limit = 500;
    private const int Head = 200;
    private const int Lead = 40;
    private const int Window = 200;
    private const int Tail = 20;
    private const char Gap = '…';

    /// <summary>Whether something may have been taken out of an excerpt: what stands left and right of the gap is then not what it seems.</summary>
    public static bool MayBeCut(string excerpt) => excerpt.Contains(Gap, StringComparison.Ordinal);

    /// <summary>Whether a text has each part that an excerpt shows, as it is or with its blanks made visible.</summary>
    public static bool IsOf(string text, string excerpt)
    {
        var visible = text.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);
        return excerpt.Split(Gap).All(part => text.Contains(part, StringComparison.Ordinal) || visible.Contains(part, StringComparison.Ordinal));
    }

    /// <summary>The value; of a long one its start, what stands at <paramref name="difference"/>, and its end.</summary>
    public static string Of(string text, int difference = Head)
    {
        if (text.Length <= Limit)
            return text;

        var from = Math.Clamp(difference - Lead, Head, text.Length - Tail - Window);
        var gap = from > Head ? $"{Gap}" : "";
        return string.Concat(text.AsSpan(0, Head), gap, text.AsSpan(from, Window), $"{Gap}{text.AsSpan(text.Length - Tail)}");
    }

    /// <summary>Two values of which the report has to show where they part.</summary>
    public static (string Legacy, string Modern) Of(ReadOnlySpan<byte> legacy, ReadOnlySpan<byte> modern)
    {
        var (left, right) = (Encoding.UTF8.GetString(legacy), Encoding.UTF8.GetString(modern));
        var difference = left.AsSpan().CommonPrefixLength(right);
        return (Of(left, difference), Of(right, difference));
    }
}
