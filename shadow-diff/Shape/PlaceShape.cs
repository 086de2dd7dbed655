using System.Globalization;

namespace Strangler.ShadowDiff.Shape;

/// <summary>What the values at one place of a phase were like. Not safe for several threads.</summary>
internal sealed class PlaceShape
{
    /// <summary>Different texts, or numbers, up to which they are a set; with more of them any is one.</summary>
    private const int MostValues = 12;

    private const int BeyondJob = 2;

    /// <summary>Its occurrences.</summary>
    public long Seen { get; set; }

    /// <summary>Occurrences that were objects.</summary>
    public long Objects { get; set; }

    public SortedSet<string> Types { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Texts as one of their kind; null when there were too many.</summary>
    public SortedSet<string>? Texts { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Null when there were too many.</summary>
    public SortedSet<double>? Numbers { get; set; } = [];

    /// <summary>Of all numbers: -1, 0, 1; <see cref="BeyondJob"/> for one that is more seconds than its job has lasted.</summary>
    public SortedSet<int> Signs { get; init; } = [];

    /// <summary>Pairs of answers of one job in one phase.</summary>
    public long Steps { get; set; }

    /// <summary>Those in which its number fell.</summary>
    public long Falls { get; set; }

    /// <summary>Those in which it rose.</summary>
    public long Rises { get; set; }

    public void Add(SeenValue value)
    {
        Seen++;
        Objects += value.Type == "object" ? 1 : 0;
        Types.Add(value.Type);
        if (value.Text is { } text && Texts is not null)
        {
            Texts.Add(text);
            Texts = Texts.Count <= MostValues ? Texts : null;
        }

        if (value.Number is { } number && double.IsFinite(number))
        {
            Signs.Add(SignOf(value, number));
            Numbers?.Add(number);
            Numbers = Numbers?.Count <= MostValues / 3 ? Numbers : null;
        }
    }

    /// <summary>Adds what another phase had there.</summary>
    public void Add(PlaceShape other)
    {
        (Seen, Objects) = (Seen + other.Seen, Objects + other.Objects);
        Types.UnionWith(other.Types);
        Signs.UnionWith(other.Signs);
        Texts = Texts is { } texts && other.Texts is { } more ? [.. texts, .. more] : null;
        Numbers = Numbers is { } numbers && other.Numbers is { } others ? [.. numbers, .. others] : null;
    }

    /// <summary>No value but one is known; a text that stands for others of its kind is none.</summary>
    public bool IsOne => Types.Count == 1 && Texts is { } texts && Numbers is { } numbers && texts.Count + numbers.Count == 1 && !texts.Any(text => text.Contains('{', StringComparison.Ordinal));

    public bool HasType(string type) => Types.Contains(type);

    /// <summary>Whether the value is one of those that were seen, or of their kind.</summary>
    public bool Has(SeenValue value) =>
        value.Text is { } text ? Texts?.Contains(text) ?? true
        : value.Number is not { } number || (Numbers?.Contains(number) ?? (double.IsFinite(number) && Signs.Contains(SignOf(value, number))));

    /// <summary>Whether the names are in an order that was seen, or no order of the same names was.</summary>
    public bool HasOrder(string names) => Texts is null || Texts.Contains(names) || !Texts.Any(known => known.Split(' ').ToHashSet(StringComparer.Ordinal).SetEquals(names.Split(' ')));

    /// <summary>What was seen, in words: for whoever reads of a value that was not.</summary>
    public string Describe(SeenValue value) =>
        value.Text is not null ? string.Join(" or ", (Texts ?? []).Select(text => text is "true" or "false" && HasType("boolean") ? text : $"\"{text}\""))
        : Numbers is { } numbers ? string.Join(" or ", numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)))
        : $"a number {string.Join(" or ", Signs.Select(sign => sign switch { < 0 => "below 0", 0 => "that is 0", BeyondJob => "beyond the job's time", _ => "above 0" }))}";

    private static int SignOf(SeenValue value, double number) => value.IsBeyondJob ? BeyondJob : Math.Sign(number);

    /// <summary>All of it in words.</summary>
    public string Describe()
    {
        string?[] values =
        [
            string.Join(" or ", Types),
            Texts is { Count: > 0 } ? string.Join(" or ", Texts.Select(text => $"\"{text}\"")) : null,
            Numbers is { Count: > 0 } numbers ? string.Join(" or ", numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture))) : null,
        ];
        return string.Join(": ", values.OfType<string>());
    }
}
