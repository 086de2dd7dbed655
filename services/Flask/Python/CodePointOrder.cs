namespace Strangler.Services.Flask.Python;

/// <summary>Orders texts by code point, as Python does; UTF-16 order differs above the BMP.</summary>
internal sealed class CodePointOrder : IComparer<string>
{
    public static readonly CodePointOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var left = x.AsSpan();
        var right = y.AsSpan();
        var same = left.CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
            return left.Length.CompareTo(right.Length);
        return Weight(left, same).CompareTo(Weight(right, same));
    }

    /// <summary>Surrogates in a pair stand for code points above all others; lone ones stand for themselves.</summary>
    private static int Weight(ReadOnlySpan<char> text, int at)
    {
        var c = text[at];
        var paired = (char.IsHighSurrogate(c) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            || (char.IsLowSurrogate(c) && at > 0 && char.IsHighSurrogate(text[at - 1]));
        return paired ? c + 0x10000 : c;
    }
}
