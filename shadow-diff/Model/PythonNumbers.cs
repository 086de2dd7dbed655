namespace Strangler.ShadowDiff.Model;

/// <summary>
/// The numbers of Python's JSON that are none in JSON: <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>. Legacy echoes them, and a reader of JSON stops there.
/// </summary>
public static class PythonNumbers
{
    // As long as what they stand for, so that every place in the document stays; no program writes such numbers.
    private static readonly (byte[] Word, byte[] Number)[] Words = [("Infinity"u8.ToArray(), "9e999999"u8.ToArray()), ("NaN"u8.ToArray(), "9e9"u8.ToArray())];

    /// <summary>A copy with a number of the same length in the place of each; null where there is none.</summary>
    public static byte[]? Replaced(ReadOnlySpan<byte> json)
    {
        if (json.IndexOfAny((byte)'N', (byte)'I') < 0)
            return null;

        byte[]? copy = null;
        for (var at = 0; at < json.Length; at++)
        {
            if (json[at] == '"')
                at = EndOfText(json, at);
            else if (WordAt(json[at..]) is { } number)
                number.CopyTo(copy ??= json.ToArray(), at);
        }

        return copy;
    }

    private static byte[]? WordAt(ReadOnlySpan<byte> rest)
    {
        foreach (var (word, number) in Words)
        {
            if (rest.StartsWith(word))
                return number;
        }

        return null;
    }

    /// <summary>The place of the quote that ends a text; that of the last byte where none does.</summary>
    private static int EndOfText(ReadOnlySpan<byte> json, int start)
    {
        for (var at = start + 1; at < json.Length; at++)
        {
            if (json[at] == '\\')
                at++;
            else if (json[at] == '"')
                return at;
        }

        return json.Length - 1;
    }
}
