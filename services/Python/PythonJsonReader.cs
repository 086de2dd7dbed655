using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Strangler.Services.Python;

/// <summary>Reads JSON as Python's <c>json.loads</c>: <c>NaN</c> and <c>Infinity</c> count, lone surrogates stay, of equal keys the last wins.</summary>
internal ref struct PythonJsonReader
{
    /// <summary>About where Python gives up with a <c>RecursionError</c>.</summary>
    public const int MaxDepth = 960;

    private static readonly (string Word, PythonValue Value)[] Words =
    [
        ("null", PythonNull.Value), ("true", PythonBool.True), ("false", PythonBool.False),
        ("NaN", new PythonFloat(double.NaN)), ("Infinity", new PythonFloat(double.PositiveInfinity)), ("-Infinity", new PythonFloat(double.NegativeInfinity)),
    ];

    private readonly ReadOnlySpan<char> _text;
    private int _at;
    private int _depth;

    private PythonJsonReader(ReadOnlySpan<char> text) => _text = text;

    private readonly char Current => _at < _text.Length ? _text[_at] : '\0';

    /// <summary>False where Python raises a <c>ValueError</c> or runs out of stack.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, [NotNullWhen(true)] out PythonValue? value)
    {
        var reader = new PythonJsonReader(text);
        value = reader.Value();
        reader.SkipBlanks();
        if (reader._at < text.Length)
            value = null;
        return value is not null;
    }

    private PythonValue? Value()
    {
        SkipBlanks();
        return Current switch
        {
            '"' => Text() is { } text ? new PythonText(text) : null,
            '{' => Nested(static (ref reader) => reader.Dict()),
            '[' => Nested(static (ref reader) => reader.List()),
            '-' when _text[_at..].StartsWith("-I", StringComparison.Ordinal) => Word(),
            '-' or (>= '0' and <= '9') => Number(),
            _ => Word(),
        };
    }

    private delegate PythonValue? Part(ref PythonJsonReader reader);

    private PythonValue? Nested(Part part)
    {
        if (++_depth > MaxDepth)
            return null;
        _at++;
        var value = part(ref this);
        _depth--;
        return value;
    }

    private PythonDict? Dict()
    {
        var entries = new Dictionary<string, PythonValue>(StringComparer.Ordinal);
        if (Take('}'))
            return new PythonDict(entries);
        do
        {
            SkipBlanks();
            if (Text() is not { } key || !Take(':') || Value() is not { } value)
                return null;
            entries[key] = value;
        }
        while (Take(','));
        return Take('}') ? new PythonDict(entries) : null;
    }

    private PythonList? List()
    {
        var items = new List<PythonValue>();
        if (Take(']'))
            return new PythonList(items);
        do
        {
            if (Value() is not { } item)
                return null;
            items.Add(item);
        }
        while (Take(','));
        return Take(']') ? new PythonList(items) : null;
    }

    private PythonValue? Word()
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

    private PythonValue? Number()
    {
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
        return digits > PythonNumber.MaxDigits ? null : new PythonInt(number is "-0" ? "0" : number.ToString());
    }

    private int Digits()
    {
        var start = _at;
        while (char.IsAsciiDigit(Current))
            _at++;
        return _at - start;
    }

    private string? Text()
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

    private bool Take(char c)
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

    private void SkipBlanks()
    {
        while (Current is ' ' or '\t' or '\n' or '\r')
            _at++;
    }
}
