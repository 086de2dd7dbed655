using System.Buffers;
using System.Text;

namespace Strangler.ShadowDiff.Model;

/// <summary>
/// Texts written as Base64 (RFC 4648 4 and 5) within a text, or as all of it: with padding or without, of either alphabet, in one piece or wrapped over
/// lines of one length. Only what decodes to a text is taken for one.
/// </summary>
internal static class Base64Text
{
    /// <summary>A shorter one is a word.</summary>
    private const int Shortest = 12;

    private static readonly Alphabet[] Alphabets =
    [
        new("+/"),
        new("-_"),
    ];

    /// <summary>The text with each decoded in its place; the same one where there is none.</summary>
    public static string Decoded(string text) => Replaced(text, decoded => decoded);

    /// <summary>The text with something else in the place of each.</summary>
    /// <param name="text">The text.</param>
    /// <param name="with">What stands for one that is decoded; null for what it is.</param>
    public static string Replaced(string text, Func<string, string?> with)
    {
        if (Whole(text) is { } whole)
            return with(whole) ?? text;

        foreach (var alphabet in Alphabets)
            text = Replaced(text, alphabet, with);
        return text;
    }

    /// <summary>Each by itself, decoded.</summary>
    public static IEnumerable<string> In(string text) =>
        Whole(text) is { } whole ? [whole] : Alphabets.SelectMany(alphabet => Found(text, alphabet).Select(found => found.Text));

    /// <summary>A text that is nothing else, with blanks anywhere.</summary>
    private static string? Whole(string text)
    {
        foreach (var alphabet in text.Length < Shortest ? [] : Alphabets)
        {
            if (!text.AsSpan().ContainsAnyExcept(alphabet.WithBlanks) && alphabet.Decode(text, isWhole: true) is { } decoded)
                return decoded;
        }

        return null;
    }

    private static string Replaced(string text, Alphabet alphabet, Func<string, string?> with)
    {
        var (result, copied) = ((StringBuilder?)null, 0);
        foreach (var (start, end, decoded) in Found(text, alphabet))
        {
            if (with(decoded) is not { } other)
                continue;

            (result ??= new(text.Length)).Append(text, copied, start - copied).Append(other);
            copied = end;
        }

        return result is null ? text : result.Append(text, copied, text.Length - copied).ToString();
    }

    private static IEnumerable<(int Start, int End, string Text)> Found(string text, Alphabet alphabet)
    {
        var triedTo = 0;
        for (var (start, end) = alphabet.Next(text, 0); start < text.Length; (start, end) = alphabet.Next(text, end))
        {
            // Lines first: each by itself may decode, but to a part of what they say together. The first may end with another word.
            if (start >= triedTo && Lines(text, end, alphabet) is { Last: var last, Second: var second } && last > end)
            {
                triedTo = last;
                var from = start;
                if ((alphabet.Decode(text.AsSpan(start, last - start)) ?? alphabet.Decode(text.AsSpan(from = second, last - second))) is { } lines)
                {
                    yield return (from, last, lines);
                    end = last;
                    continue;
                }
            }

            if (end - start >= Shortest && alphabet.Decode(text.AsSpan(start, end - start)) is { } one)
                yield return (start, end, one);
        }
    }

    /// <summary>Where the lines begin and end that go on with what ends at <paramref name="end"/>: each as long as the first of them, but for the last.</summary>
    private static (int Second, int Last) Lines(string text, int end, Alphabet alphabet)
    {
        var (second, length) = (end, 0);
        while (text[end - 1] != '=' && EndOfBreak(text, end) is var next && next > end && alphabet.Next(text, next) is var (from, to) && from == next && (length == 0 || to - from <= length))
        {
            (second, end) = (length == 0 ? from : second, to);
            if (to - from < length)
                break;

            length = to - from;
        }

        return (second, end);
    }

    /// <summary>After a line's end and the next one's indentation; the same place where no line ends.</summary>
    private static int EndOfBreak(string text, int at)
    {
        var next = at + (text.AsSpan(at).IndexOfAnyExcept(" \t\r\n") is var blanks and >= 0 ? blanks : 0);
        return text.AsSpan(at, next - at).ContainsAny('\r', '\n') ? next : at;
    }

    /// <param name="last">Its last two letters (RFC 4648, tables 1 and 2).</param>
    private sealed class Alphabet(string last)
    {
        private const string Common = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

        private readonly SearchValues<char> _letters = SearchValues.Create(Common + last);

        public SearchValues<char> WithBlanks { get; } = SearchValues.Create(Common + last + "= \t\r\n");

        /// <summary>Where the next run of letters begins and, with its padding, ends; the text's end twice where there is none.</summary>
        public (int Start, int End) Next(string text, int from)
        {
            if (text.AsSpan(from).IndexOfAny(_letters) is not (>= 0 and var found))
                return (text.Length, text.Length);

            var start = from + found;
            var end = text.AsSpan(start).IndexOfAnyExcept(_letters) is var length and >= 0 ? start + length : text.Length;
            for (var padding = 0; padding < 2 && end < text.Length && text[end] == '='; padding++)
                end++;

            return (start, end);
        }

        /// <summary>What it says; null for what is no text.</summary>
        /// <param name="encoded">Letters of this alphabet, with blanks and padding.</param>
        /// <param name="isWhole">Whether it may be one with control characters, as of a frame.</param>
        public string? Decode(ReadOnlySpan<char> encoded, bool isWhole = false)
        {
            var letters = ArrayPool<char>.Shared.Rent(encoded.Length + 3);
            var bytes = ArrayPool<byte>.Shared.Rent(encoded.Length + 3);
            try
            {
                var count = 0;
                foreach (var c in encoded)
                {
                    if (!char.IsWhiteSpace(c))
                        letters[count++] = c == last[0] ? '+' : c == last[1] ? '/' : c;
                }

                while (count > 0 && letters[count - 1] == '=')
                    count--;
                if (count < Shortest - 1 || count % 4 == 1)
                    return null;

                while (count % 4 != 0)
                    letters[count++] = '=';
                return Convert.TryFromBase64Chars(letters.AsSpan(0, count), bytes, out var length) ? TextOfBytes.Of(bytes.AsSpan(0, length), isWhole) : null;
            }
            finally
            {
                ArrayPool<char>.Shared.Return(letters);
                ArrayPool<byte>.Shared.Return(bytes);
            }
        }
    }
}
