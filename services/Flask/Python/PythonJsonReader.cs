using System.Diagnostics.CodeAnalysis;

namespace Strangler.Services.Flask.Python;

/// <summary>Reads JSON as Python's <c>json.loads</c>: <c>NaN</c> and <c>Infinity</c> count, lone surrogates stay, of several equal keys the last wins.</summary>
internal ref struct PythonJsonReader
{
    /// <summary>About the depth at which Python gives up with a <c>RecursionError</c>.</summary>
    public const int MaxDepth = 960;

    private PythonJsonScanner _scanner;
    private int _depth;

    private PythonJsonReader(ReadOnlySpan<char> text, int longestInteger) => _scanner = new PythonJsonScanner(text, longestInteger);

    private delegate PythonValue? Part(ref PythonJsonReader reader);

    /// <summary>False where Python raises a <c>ValueError</c> or runs out of stack.</summary>
    /// <param name="text">The document.</param>
    /// <param name="value">What it holds.</param>
    /// <param name="longestInteger">Characters of an integer, its sign included, beyond which the reader in question refuses it.</param>
    public static bool TryRead(ReadOnlySpan<char> text, [NotNullWhen(true)] out PythonValue? value, int longestInteger = int.MaxValue)
    {
        var reader = new PythonJsonReader(text, longestInteger);
        value = reader.Value();
        reader._scanner.SkipBlanks();
        if (!reader._scanner.IsAtEnd)
            value = null;
        return value is not null;
    }

    private PythonValue? Value()
    {
        _scanner.SkipBlanks();
        return _scanner.Current switch
        {
            '"' => _scanner.Text() is { } text ? new PythonText(text) : null,
            '{' => Nested(static (ref reader) => reader.Dict()),
            '[' => Nested(static (ref reader) => reader.List()),
            '-' or (>= '0' and <= '9') => _scanner.Number(),
            _ => _scanner.Word(),
        };
    }

    private PythonValue? Nested(Part part)
    {
        if (++_depth > MaxDepth)
            return null;
        _scanner.Skip();
        var value = part(ref this);
        _depth--;
        return value;
    }

    private PythonDict? Dict()
    {
        var entries = new Dictionary<string, PythonValue>(StringComparer.Ordinal);
        if (_scanner.Take('}'))
            return new PythonDict(entries);
        do
        {
            _scanner.SkipBlanks();
            if (_scanner.Text() is not { } key || !_scanner.Take(':') || Value() is not { } value)
                return null;
            entries[key] = value;
        }
        while (_scanner.Take(','));
        return _scanner.Take('}') ? new PythonDict(entries) : null;
    }

    private PythonList? List()
    {
        var items = new List<PythonValue>();
        if (_scanner.Take(']'))
            return new PythonList(items);
        do
        {
            if (Value() is not { } item)
                return null;
            items.Add(item);
        }
        while (_scanner.Take(','));
        return _scanner.Take(']') ? new PythonList(items) : null;
    }
}
