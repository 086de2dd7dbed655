using System.Globalization;
using System.Text;

namespace Strangler.Services.Flask.Python;

/// <summary>Walks over a JSON text and reads its smallest parts by Python's rules: texts, numbers, words, single characters.</summary>
internal ref struct PythonJsonScanner(ReadOnlySpan<char> text, int longestInteger)
{
    private static readonly (string Word, PythonValue Value)[] Words =
    [
        ("null", PythonNull.Value), ("true", PythonBool.True), ("false", PythonBool.False),
        ("NaN", new PythonFloat(double.NaN)), ("Infinity", new PythonFloat(double.PositiveInfinity)), ("-Infinity", new PythonFloat(double.NegativeInfinity)),
    ];

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    /// <summary>The next character; NUL at the end: no valid JSON has one there.</summary>
    public readonly char Current => _at < _text.Length ? _text[_at] : '\0';

    public readonly bool IsAtEnd => _at == _text.Length;

    /// <summary>A word of Python's JSON, <c>NaN</c> and <c>Infinity</c> among them; null for anything else.</summary>
    public PythonValue? Word()
    {
        foreach (var (word, value) in Words)
        {
            if (!_text[_at..].StartsWith(word, StringComparison.Ordinal))
                continue;
            _at += word.Length;
            return value;
        }

        return null;
    }

    /// <summary>A number, or <c>-Infinity</c>; null for anything else.</summary>
    public PythonValue? Number()
    {
        if (_text[_at..].StartsWith("-I", StringComparison.Ordinal))
            return Word();
        var start = _at;
        TakeNow('-');
        var digits = Digits();
        if (digits == 0 || (digits > 1 && _text[_at - digits] == '0'))
            return null;
        var isFloat = false;
        if (TakeNow('.'))
        {
            isFloat = true;
            if (Digits() == 0)
                return null;
        }

        if (TakeNow('e') || TakeNow('E'))
        {
            isFloat = true;
            if (!TakeNow('+'))
                TakeNow('-');
            if (Digits() == 0)
                return null;
        }

        var number = _text[start.._at];
        if (isFloat)
            return new PythonFloat(double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture));
        return digits > PythonNumber.MaxDigits || number.Length > longestInteger ? null : new PythonInt(number is "-0" ? "0" : number.ToString());
    }

    private int Digits()
    {
        var start = _at;
        while (char.IsAsciiDigit(Current))
            _at++;
        return _at - start;
    }

    /// <summary>A text in quotes, its escapes resolved; null for anything else.</summary>
    public string? Text()
    {
        if (!TakeNow('"'))
            return null;
        var text = new StringBuilder();
        while (_at < _text.Length)
        {
            var c = _text[_at++];
            if (c == '"')
                return text.ToString();
            if (c < ' ' || (c == '\\' && !TryEscape(out c)))
                return null;
            text.Append(c);
        }

        return null;
    }

    private bool TryEscape(out char c)
    {
        c = Current;
        _at++;
        switch (c)
        {
            case '"' or '\\' or '/': return true;
            case 'b': c = '\b'; return true;
            case 'f': c = '\f'; return true;
            case 'n': c = '\n'; return true;
            case 'r': c = '\r'; return true;
            case 't': c = '\t'; return true;
            case 'u' when _at + 4 <= _text.Length
                && ushort.TryParse(_text.Slice(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                c = (char)code;
                _at += 4;
                return true;
            default: return false;
        }
    }

    /// <summary>Skips blanks and, if it is next, this character.</summary>
    public bool Take(char c)
    {
        SkipBlanks();
        return TakeNow(c);
    }

    private bool TakeNow(char c)
    {
        if (_at >= _text.Length || _text[_at] != c)
            return false;
        _at++;
        return true;
    }

    public void Skip() => _at++;

    public void SkipBlanks()
    {
        while (Current is ' ' or '\t' or '\n' or '\r')
            _at++;
    }
}
