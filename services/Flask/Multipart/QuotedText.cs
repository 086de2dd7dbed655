namespace Strangler.Services.Flask.Multipart;

/// <summary>Texts in double quotes, in which a backslash escapes a quote or a backslash.</summary>
internal static class QuotedText
{
    /// <summary>The length of the quoted text at the start, both quotes included; 0 if there is none.</summary>
    public static int LengthAt(ReadOnlySpan<char> text)
    {
        if (text is not ['"', ..])
            return 0;
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
                return i + 1;
            if (text[i] == '\\')
                i++;
        }

        return 0;
    }

    /// <summary>File names that start with two backslashes are kept as they are: Internet Explorer sends paths of shares unescaped.</summary>
    public static string Unquote(ReadOnlySpan<char> text, bool isFileName = false)
    {
        if (text is not ['"', .., '"'] and not ['"'])
            return text.ToString();
        var inner = text.Length == 1 ? [] : text[1..^1];
        if (isFileName && inner.StartsWith(@"\\"))
            return inner.ToString();
        return inner.ToString().Replace(@"\\", @"\", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal);
    }
}
