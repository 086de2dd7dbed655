using System.Text;

namespace Strangler.ShadowDiff.Compare;

/// <summary>
/// Compares what stands between the values: white space, separators, the escapes in names. One difference is enough:
/// a pretty-printed document is one divergence, not one for each of its lines.
/// </summary>
internal sealed class JsonLayout(byte[] legacyBytes, byte[] modernBytes)
{
    private const int Context = 20;

    public (string Legacy, string Modern)? FirstDifference { get; private set; }

    /// <summary>Compares the bytes of two containers with the same names or length, outside their children.</summary>
    public void Compare(JsonNode legacy, List<JsonNode> legacyChildren, JsonNode modern, List<JsonNode> modernChildren)
    {
        if (FirstDifference is not null)
            return;

        if (legacyChildren.Count != modernChildren.Count)
        {
            FirstDifference = (Around(legacyBytes, legacy.Start), Around(modernBytes, modern.Start));
            return;
        }

        var (left, right) = (legacy.Start, modern.Start);
        for (var i = 0; i <= legacyChildren.Count && FirstDifference is null; i++)
        {
            var isLast = i == legacyChildren.Count;
            CompareGap(left, isLast ? legacy.End : legacyChildren[i].Start, right, isLast ? modern.End : modernChildren[i].Start);
            (left, right) = isLast ? (left, right) : (legacyChildren[i].End, modernChildren[i].End);
        }
    }

    /// <summary>What stands before and after the whole document; null when it is the same.</summary>
    public static (string Legacy, string Modern)? Surroundings(byte[] legacyBytes, JsonNode legacy, byte[] modernBytes, JsonNode modern)
    {
        var same = legacyBytes.AsSpan(0, legacy.Start).SequenceEqual(modernBytes.AsSpan(0, modern.Start))
            && legacyBytes.AsSpan(legacy.End).SequenceEqual(modernBytes.AsSpan(modern.End));
        return same ? null : (Around(legacyBytes, legacy.End), Around(modernBytes, modern.End));
    }

    private void CompareGap(int left, int leftEnd, int right, int rightEnd)
    {
        if (!legacyBytes.AsSpan(left..leftEnd).SequenceEqual(modernBytes.AsSpan(right..rightEnd)))
            FirstDifference = (Around(legacyBytes, left), Around(modernBytes, right));
    }

    /// <summary>A few bytes, as text in which blanks and control characters can be seen.</summary>
    private static string Around(byte[] document, int at)
    {
        var start = Math.Max(0, at - Context);
        var text = Encoding.UTF8.GetString(document.AsSpan(start, Math.Min(document.Length - start, 2 * Context)));
        return text.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);
    }
}
