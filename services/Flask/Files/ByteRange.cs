using System.Globalization;

namespace Strangler.Services.Flask.Files;

/// <summary>Bytes from <paramref name="Start"/> up to, but not including, <paramref name="End"/>.</summary>
internal readonly record struct ByteRange(long Start, long End)
{
    /// <summary>The one range of a Range header, clipped to the file; null for anything else, which is then ignored (Q15).</summary>
    public static ByteRange? Parse(string header, long length)
    {
        var equals = header.IndexOf('=', StringComparison.Ordinal);
        var dash = header.IndexOf('-', equals + 1);
        if (equals < 0 || dash < 0 || !header.AsSpan(0, equals).Trim().Equals("bytes", StringComparison.OrdinalIgnoreCase))
            return null;
        var first = header.AsSpan(equals + 1, dash - equals - 1).Trim();
        var last = header.AsSpan(dash + 1).Trim();
        if (first.IsEmpty)
            return TryParse(last, out var count) && count <= length ? Within(count == 0 ? 0 : length - count, length, length) : null;
        if (!TryParse(first, out var start))
            return null;
        if (last.IsEmpty)
            return Within(start, length, length);
        return TryParse(last, out var end) ? Within(start, end == long.MaxValue ? end : end + 1, length) : null;
    }

    private static ByteRange? Within(long start, long end, long length) =>
        start < end && start < length ? new ByteRange(start, Math.Min(end, length)) : null;

    private static bool TryParse(ReadOnlySpan<char> text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
