using System.Text;
using System.Text.Unicode;

namespace Strangler.ShadowDiff.Model;

/// <summary>Reads bytes that nobody has said the encoding of as a text, where they are one: UTF-8, UTF-16 or UTF-32 of Latin letters, Latin-1; with a byte order mark or without.</summary>
internal static class TextOfBytes
{
    private static readonly byte[][] Marks = [[0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF]];

    /// <param name="bytes">Any.</param>
    /// <param name="mayHaveControls">Whether it may be one with control characters, as of a frame.</param>
    /// <returns>Null for what is no text.</returns>
    public static string? Of(ReadOnlySpan<byte> bytes, bool mayHaveControls)
    {
        if (bytes.Length > 0 && bytes.Count((byte)0) * 3 >= bytes.Length)
            bytes = WithoutZeros(bytes);
        foreach (var mark in Marks)
        {
            if (bytes.StartsWith(mark))
                bytes = bytes[mark.Length..];
        }

        return Utf8.IsValid(bytes) ? IsText(bytes, mayHaveControls, isLatin: false) ? Encoding.UTF8.GetString(bytes) : null
            : IsText(bytes, mayHaveControls: false, isLatin: true) ? Encoding.Latin1.GetString(bytes) : null;
    }

    /// <summary>Wider encodings have them beside each Latin letter.</summary>
    private static byte[] WithoutZeros(ReadOnlySpan<byte> bytes)
    {
        var (rest, count) = (new byte[bytes.Length], 0);
        foreach (var one in bytes)
        {
            if (one != 0)
                rest[count++] = one;
        }

        return rest[..count];
    }

    private static bool IsText(ReadOnlySpan<byte> bytes, bool mayHaveControls, bool isLatin)
    {
        foreach (var one in bytes)
        {
            if ((!mayHaveControls && one < ' ' && one is not ((byte)'\t' or (byte)'\r' or (byte)'\n')) || (isLatin && one is >= 0x7F and < 0xA0))
                return false;
        }

        return true;
    }
}
