using Strangler.Services.Flask.Python;

namespace Strangler.Services.Flask.Files;

/// <summary>Bytes from <paramref name="Start"/> up to, but not including, <paramref name="End"/>.</summary>
internal readonly record struct ByteRange(long Start, long End)
{
    /// <summary>The one range of a Range header, its numbers as Python reads them, clipped to the file; null for anything else, which is then ignored (Q15).</summary>
    public static ByteRange? Parse(string header, long length)
    {
        var equals = header.IndexOf('=', StringComparison.Ordinal);
        var dash = header.IndexOf('-', equals + 1);
        if (equals < 0 || dash < 0 || !header.AsSpan(0, equals).Trim().Equals("bytes", StringComparison.OrdinalIgnoreCase))
            return null;
        var first = header[(equals + 1)..dash].Trim();
        var last = header[(dash + 1)..].Trim();
        if (first.Length == 0)
            return PythonNumber.TryLong(header[dash..], out var count) && count <= 0 && count >= -length ? Within(count == 0 ? 0 : length + count, length, length) : null;
        if (!PythonNumber.TryLong(first, out var start))
            return null;
        if (last.Length == 0)
            return Within(start, length, length);
        return PythonNumber.TryLong(last, out var end) ? Within(start, end == long.MaxValue ? end : end + 1, length) : null;
    }

    private static ByteRange? Within(long start, long end, long length) =>
        start < end && start < length ? new ByteRange(start, Math.Min(end, length)) : null;
}
