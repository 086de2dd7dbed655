namespace Strangler.Services.Flask.Multipart;

/// <summary>
/// Takes the options of <c>value; name=text; name="text"; name*=charset'language'text</c> one by one, as lenient as
/// Werkzeug: what follows something unexpected is ignored.
/// </summary>
internal ref struct OptionCursor(ReadOnlySpan<char> header)
{
    private ReadOnlySpan<char> _rest = header[WordLength(header, ";,")..];
    private readonly bool _hasValue = WordLength(header, ";,") > 0;

    public bool TryNext(out HeaderOption option)
    {
        option = default;
        if (!_hasValue || !TryTake(';'))
            return false;
        SkipSpace();
        if (TryTake(','))
            SkipSpace();
        if (TakeName() is not { } name)
            return false;
        var isContinued = TryTakeNumber();
        SkipSpace();
        var isExtended = TryTake('*');
        SkipSpace();
        option = new HeaderOption(name, isContinued, null, null);
        if (TryTake('='))
        {
            SkipSpace();
            option = option with { Charset = isExtended ? TakeCharset() : null, Value = TakeText(isFileName: name == "filename") };
        }
        else if (isExtended)
        {
            _rest = [];
        }

        SkipSpace();
        return true;
    }

    /// <summary>The number of characters before white space or one of <paramref name="ends"/>.</summary>
    private static int WordLength(ReadOnlySpan<char> text, ReadOnlySpan<char> ends)
    {
        var length = 0;
        while (length < text.Length && !ends.Contains(text[length]) && !PythonSpace.Is(text[length]))
            length++;
        return length;
    }

    private string? TakeName()
    {
        var length = QuotedText.LengthAt(_rest);
        if (length == 0)
            length = WordLength(_rest, ";,=*");
        return length == 0 ? null : QuotedText.Unquote(Take(length)).ToLowerInvariant();
    }

    private bool TryTakeNumber()
    {
        var length = 1;
        while (length < _rest.Length && char.IsDigit(_rest[length]))
            length++;
        if (length == 1 || _rest is not ['*', ..])
            return false;
        Take(length);
        return true;
    }

    /// <summary>Takes <c>charset'language'</c>, both without white space; the language is ignored.</summary>
    private string? TakeCharset()
    {
        var end = _rest.Length > 0 ? _rest[1..].IndexOf('\'') + 1 : 0;
        var language = end > 0 ? _rest[(end + 1)..].IndexOf('\'') : -1;
        if (language < 0 || WordLength(_rest, "") < end + 1 + language)
            return null;
        var charset = _rest[..end].ToString();
        Take(end + 1 + language + 1);
        return charset;
    }

    private string? TakeText(bool isFileName)
    {
        var length = QuotedText.LengthAt(_rest);
        if (length == 0)
            length = _rest.IndexOfAny(';', ',') is >= 0 and var end ? end : _rest.Length;
        return length == 0 ? null : QuotedText.Unquote(Take(length), isFileName);
    }

    private void SkipSpace() => _rest = PythonSpace.TrimStart(_rest);

    private bool TryTake(char c)
    {
        if (_rest.IsEmpty || _rest[0] != c)
            return false;
        _rest = _rest[1..];
        return true;
    }

    private ReadOnlySpan<char> Take(int length)
    {
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
