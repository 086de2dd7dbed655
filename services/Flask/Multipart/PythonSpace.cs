namespace Strangler.Services.Flask.Multipart;

/// <summary>White space as Python defines it: that of .NET and the four separators U+001C to U+001F.</summary>
internal static class PythonSpace
{
    public static bool Is(char c) => char.IsWhiteSpace(c) || c is >= '\u001c' and <= '\u001f';

    public static ReadOnlySpan<char> TrimStart(ReadOnlySpan<char> text)
    {
        while (text is [var first, ..] && Is(first))
            text = text[1..];
        return text;
    }

    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        while (text is [.., var last] && Is(last))
            text = text[..^1];
        return TrimStart(text);
    }
}
