using Strangler.ShadowDiff.Secrets;

namespace Strangler.Gateway.Logs;

/// <summary>An entry of the log without the values of secrets.</summary>
/// <param name="Message">What it says.</param>
/// <param name="Values">What the message names, under its names.</param>
internal readonly record struct PlainEntry(string Message, IReadOnlyList<(string Key, object? Shown)> Values)
{
    /// <summary>The name under which an entry has its message without values.</summary>
    public const string Template = "{OriginalFormat}";

    /// <param name="state">What was logged.</param>
    /// <param name="formatter">Makes a message of it.</param>
    public static PlainEntry Of<TState>(TState state, Func<TState, Exception?, string> formatter)
    {
        var message = formatter(state, null);
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> named)
            return new(SecretNames.WellKnown.OutOf(message), []);

        var values = named.Where(value => value.Key != Template).Select(value => (value.Key, value.Value, Shown: ShownOf(value.Key, value.Value))).ToList();
        message = values.SelectMany(value => Texts(value.Value).Zip(Texts(value.Shown)))
            .Where(text => text.First.Length > 0 && text.First != text.Second)
            .Aggregate(message, static (whole, text) => whole.Replace(text.First, text.Second, StringComparison.Ordinal));
        return new(message, [.. values.Select(value => (value.Key, value.Shown))]);
    }

    private static object? ShownOf(string name, object? value) => value switch
    {
        null => null,
        _ when SecretNames.WellKnown.Has(name) => SecretNames.Placeholder,
        string text => SecretNames.WellKnown.OutOfRest(text),
        IEnumerable<string> several => several.Select(SecretNames.WellKnown.OutOfRest).ToList(),
        _ => value,
    };

    private static IEnumerable<string> Texts(object? value) => value switch
    {
        string text => [text],
        IEnumerable<string> several => several,
        _ => [],
    };
}
