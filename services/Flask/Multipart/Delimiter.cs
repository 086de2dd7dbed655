using System.Buffers;

namespace Strangler.Services.Flask.Multipart;

/// <summary>
/// Finds <c>--boundary</c> on a line of its own. Line ends are CR LF, LF or CR, white space may fill the line, and a closing
/// <c>--boundary--</c> ends the form whatever follows it.
/// </summary>
internal sealed class Delimiter(ReadOnlySpan<byte> boundary)
{
    private static readonly SearchValues<byte> Padding = SearchValues.Create(" \t\v\f"u8);
    private readonly byte[] _text = [.. "--"u8, .. boundary];

    /// <param name="isPreamble">The first delimiter needs no line end before it.</param>
    /// <param name="isLast">No bytes follow <paramref name="data"/>.</param>
    public DelimiterMatch Find(ReadOnlySpan<byte> data, bool isPreamble, bool isLast)
    {
        for (var from = 0; data[from..].IndexOf(_text) is >= 0 and var next;)
        {
            var at = from + next;
            var start = isPreamble ? at : LineEndBefore(data, at);
            if (start >= 0 && RestOfLine(data[(at + _text.Length)..], isLast, out var length, out var isClosing))
                return new DelimiterMatch(start, length < 0 ? 0 : at + _text.Length + length, isClosing);

            // The next delimiter needs a line end before it, and this one contains none; the first may be anywhere.
            from = isPreamble ? at + 1 : at + _text.Length;
        }

        return new DelimiterMatch(Math.Max(0, data.Length - _text.Length - 1), 0, false);
    }

    private static int LineEndBefore(ReadOnlySpan<byte> data, int at) => data[..at] switch
    {
        [.., (byte)'\r', (byte)'\n'] => at - 2,
        [.., (byte)'\r' or (byte)'\n'] => at - 1,
        _ => -1,
    };

    /// <summary>False if there is something else on the line. The length is -1 while that cannot be decided.</summary>
    private static bool RestOfLine(ReadOnlySpan<byte> rest, bool isLast, out int length, out bool isClosing)
    {
        isClosing = rest.StartsWith("--"u8);
        if (isClosing)
        {
            length = 2;
            return true;
        }

        var end = rest.IndexOfAnyExcept(Padding);
        length = end < 0 ? -1 : LineEnd(rest[end..], isLast) is > 0 and var lineEnd ? end + lineEnd : -1;
        return length > 0 || (!isLast && (end < 0 || rest is [(byte)'-'] || rest[end..] is [(byte)'\r']));
    }

    /// <summary>The length of the line end; 0 if there is none, or if it may still grow.</summary>
    private static int LineEnd(ReadOnlySpan<byte> text, bool isLast) => text switch
    {
        [(byte)'\r', (byte)'\n', ..] => 2,
        [(byte)'\r'] => isLast ? 1 : 0,
        [(byte)'\r' or (byte)'\n', ..] => 1,
        _ => 0,
    };
}

/// <summary>
/// The result of a search for a delimiter. Found: the bytes up to <paramref name="Start"/> are before it, those from
/// <paramref name="End"/> on after it. Not found (<paramref name="End"/> is 0): the bytes up to <paramref name="Start"/> cannot
/// belong to one.
/// </summary>
internal readonly record struct DelimiterMatch(int Start, int End, bool IsClosing)
{
    public bool IsFound => End > 0;
}
