using Strangler.Settings;

namespace Strangler.Benchmarks;

/// <summary>The options of one command, as they were written. What is wrong is said all at once.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string?> _written = new(StringComparer.Ordinal);
    private readonly List<string> _known = [];
    private readonly List<string> _errors = [];

    /// <param name="arguments">Pairs of a name and its value.</param>
    public Options(params ReadOnlySpan<string> arguments)
    {
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (!_written.TryAdd(arguments[i], i + 1 < arguments.Length ? arguments[i + 1] : null))
                _errors.Add($"{arguments[i]} is there twice.");
        }
    }

    /// <summary>A whole number in a range.</summary>
    public int Whole(string name, int fallback, int least, int most)
    {
        _known.Add(name);
        if (!_written.TryGetValue(name, out var text))
            return fallback;
        if (int.TryParse(text, out var value) && value >= least && value <= most)
            return value;

        _errors.Add($"{name} takes a whole number from {least} to {most}.");
        return fallback;
    }

    /// <summary>Any text; <paramref name="fallback"/> where it is not given.</summary>
    public string Text(string name, string fallback)
    {
        _known.Add(name);
        if (!_written.TryGetValue(name, out var text))
            return fallback;
        if (text is { Length: > 0 })
            return text;

        _errors.Add($"{name} takes a text.");
        return fallback;
    }

    /// <summary>One of several words.</summary>
    public string OneOf(string name, params IReadOnlyCollection<string> words)
    {
        var word = Text(name, words.First());
        if (!words.Contains(word))
            _errors.Add($"{name} '{word}': {NearestName.Advice(word, words, "it takes one of")}.");
        return word;
    }

    /// <summary>What is wrong, once the last option has been read.</summary>
    public IReadOnlyList<string> Errors =>
        [.. _errors, .. _written.Keys.Except(_known).Select(name => $"There is no {name}: {NearestName.Advice(name, _known, "the options are")}.")];

    /// <summary>False, with a line on standard error for each error. Stands after the last option that is read.</summary>
    public bool AreFine()
    {
        var errors = Errors;
        foreach (var error in errors)
            Console.Error.WriteLine(error);
        return errors.Count == 0;
    }
}
