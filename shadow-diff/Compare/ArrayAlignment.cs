namespace Strangler.ShadowDiff.Compare;

/// <summary>
/// Says which elements of two arrays belong together. Equal ends are taken off first, so that an insertion is one difference
/// and not one for every element behind it; a set is paired by equality wherever its elements stand, a keyed array by one member.
/// </summary>
internal sealed class ArrayAlignment
{
    private readonly List<(int Index, JsonNode? Legacy, JsonNode? Modern)> _pairs = [];

    public ArrayAlignment(byte[] legacyBytes, List<JsonNode> legacy, byte[] modernBytes, List<JsonNode> modern, bool isSet, string? key)
    {
        var left = legacy.ConvertAll(node => JsonCanonical.Of(node, legacyBytes));
        var right = modern.ConvertAll(node => JsonCanonical.Of(node, modernBytes));
        IsReordered = left.Count == right.Count && !left.SequenceEqual(right, StringComparer.Ordinal)
            && left.Order(StringComparer.Ordinal).SequenceEqual(right.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        if (key is not null)
        {
            PairByKey(legacy, Keys(legacy, legacyBytes, key), modern, Keys(modern, modernBytes, key));
        }
        else if (isSet)
        {
            PairSet(legacy, left, modern, right);
        }
        else
        {
            PairList(legacy, left, modern, right);
        }
    }

    /// <summary>Whether both hold the same elements in another order.</summary>
    public bool IsReordered { get; }

    public IEnumerable<(int Index, JsonNode? Legacy, JsonNode? Modern)> Pairs() => _pairs;

    private void PairList(List<JsonNode> legacy, List<string> left, List<JsonNode> modern, List<string> right)
    {
        var (head, tail) = (0, 0);
        if (legacy.Count != modern.Count)
        {
            var shorter = Math.Min(left.Count, right.Count);
            for (; head < shorter && left[head] == right[head]; head++)
            {
            }

            for (; tail < shorter - head && left[^(tail + 1)] == right[^(tail + 1)]; tail++)
            {
            }
        }

        // Equal ends are paired too: the same value may still be written in other bytes.
        Pair(0, legacy[..head], modern[..head]);
        Pair(head, legacy[head..^tail], modern[head..^tail]);
        Pair(legacy.Count - tail, legacy[^tail..], modern[^tail..]);
    }

    private void PairSet(List<JsonNode> legacy, List<string> left, List<JsonNode> modern, List<string> right)
    {
        var places = Places(right);
        var taken = new bool[right.Count];
        var rest = new List<JsonNode>();
        for (var i = 0; i < left.Count; i++)
        {
            if (places.TryGetValue(left[i], out var open) && open.TryDequeue(out var place))
            {
                taken[place] = true;
            }
            else
            {
                rest.Add(legacy[i]);
            }
        }

        Pair(0, rest, [.. modern.Where((_, i) => !taken[i])]);
    }

    /// <summary>An element that the other side has no key for stands alone: it is missing or extra, never another value.</summary>
    private void PairByKey(List<JsonNode> legacy, List<string> left, List<JsonNode> modern, List<string> right)
    {
        var places = Places(right);
        for (var i = 0; i < left.Count; i++)
        {
            var found = places.TryGetValue(left[i], out var open) && open.TryDequeue(out var place) ? modern[place] : null;
            _pairs.Add((i, legacy[i], found));
        }

        _pairs.AddRange(places.Values.SelectMany(rest => rest).Select(place => (place, (JsonNode?)null, (JsonNode?)modern[place])));
    }

    private static List<string> Keys(List<JsonNode> items, byte[] document, string key) =>
        items.ConvertAll(item => JsonCanonical.Of(item.ByName().TryGetValue(key, out var member) ? member : item, document));

    private static Dictionary<string, Queue<int>> Places(List<string> texts)
    {
        var places = new Dictionary<string, Queue<int>>(StringComparer.Ordinal);
        for (var i = 0; i < texts.Count; i++)
        {
            (places.TryGetValue(texts[i], out var known) ? known : places[texts[i]] = new()).Enqueue(i);
        }

        return places;
    }

    private void Pair(int start, List<JsonNode> legacy, List<JsonNode> modern)
    {
        for (var i = 0; i < Math.Max(legacy.Count, modern.Count); i++)
        {
            _pairs.Add((start + i, legacy.ElementAtOrDefault(i), modern.ElementAtOrDefault(i)));
        }
    }
}
