using System.Buffers;
using System.Text;

namespace Strangler.Services.Backups.Uploads;

/// <summary>Tells whether a file can have a given name. Behind a prefix, names like <c>..</c> and <c>CON</c> are ordinary ones.</summary>
internal static class UploadName
{
    public const string TooLong = "File name too long";
    private const int LongestName = 255;
    private static readonly SearchValues<char> WindowsReserved = SearchValues.Create("\\:*?\"<>|");

    /// <summary>Null if <paramref name="prefix"/> and <paramref name="name"/> together make a possible file name; otherwise what is wrong, worded for the client.</summary>
    public static string? ProblemOf(string prefix, string name, bool isWindows)
    {
        if (name.Contains('/', StringComparison.Ordinal))
            return "the file name must not contain '/'";
        if (name.Contains('\0', StringComparison.Ordinal))
            return "the file name must not contain a NUL character";
        if (isWindows && WindowsProblemOf(name) is { } problem)
            return problem;
        var length = isWindows ? prefix.Length + name.Length : Encoding.UTF8.GetByteCount(prefix) + Encoding.UTF8.GetByteCount(name);
        return length > LongestName ? TooLong : null;
    }

    private static string? WindowsProblemOf(string name)
    {
        if (name.AsSpan().IndexOfAny(WindowsReserved) is >= 0 and var at)
            return $"the file name must not contain '{name[at]}'";
        if (name.Any(c => c < ' '))
            return "the file name must not contain control characters";
        return name is [.., '.' or ' '] ? "the file name must not end in a dot or a blank" : null;
    }
}
