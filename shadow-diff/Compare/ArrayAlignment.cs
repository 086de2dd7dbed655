
namespace Strangler.ShadowDiff.Compare;

/// <summary>
/// Says which elements of two arrays belong together. Equal ends are taken off first, so that an insertion is one difference
/// and not one for every element behind it; a set is paired by equality wherever its elements stand, a keyed array by one member.
/// </summary>
internal sealed class ArrayAlignment
{
    private readonly List<(int Index, JsonNode? Legacy, JsonNode? Modern)> _pairs = [];

    /// <param name="left">Of each element of <paramref name="legacy"/>, its <see cref="JsonIdentity"/>.</param>
    /// <param name="right">The same for <paramref name="modern"/>.</param>
    /// <param name="keys">Of a keyed array, the same of what tells its elements apart; null for others.</param>
    public ArrayAlignment(List<JsonNode> legacy, List<int> left, List<JsonNode> modern, List<int> right, bool isSet, (List<int> Left, List<int> Right)? keys)
    {
        IsReordered = left.Count == right.Count && !left.SequenceEqual(right) && left.Order().SequenceEqual(right.Order());
        if (keys is { } known)
            PairByKey(legacy, known.Left, modern, known.Right);
        else if (isSet)
            PairSet(legacy, left, modern, right);
        else
            PairList(legacy, left, modern, right);
    }

    /// <summary>Whether both hold the same elements in another order.</summary>
    public bool IsReordered { get; }

    public IEnumerable<(int Index, JsonNode? Legacy, JsonNode? Modern)> Pairs() => _pairs;

    private void PairList(List<JsonNode> legacy, List<int> left, List<JsonNode> modern, List<int> right)
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

    private void PairSet(List<JsonNode> legacy, List<int> left, List<JsonNode> modern, List<int> right)
    {
        var places = Places(right);
        var taken = new bool[right.Count];
        var rest = new List<JsonNode>();
        for (var i = 0; i < left.Count; i++)
        {
            if (places.TryGetValue(left[i], out var open) && open.TryDequeue(out var place))
                taken[place] = true;
            else
                rest.Add(legacy[i]);
        }

        Pair(0, rest, [.. modern.Where((_, i) => !taken[i])]);
    }

    /// <summary>An element that the other side has no key for stands alone: it is missing or extra, never another value.</summary>
    private void PairByKey(List<JsonNode> legacy, List<int> left, List<JsonNode> modern, List<int> right)
    {
        var places = Places(right);
        for (var i = 0; i < left.Count; i++)
        {
            var found = places.TryGetValue(left[i], out var open) && open.TryDequeue(out var place) ? modern[place] : null;
            _pairs.Add((i, legacy[i], found));
        }

        _pairs.AddRange(places.Values.SelectMany(rest => rest).Select(place => (place, (JsonNode?)null, (JsonNode?)modern[place])));
    }

    private static Dictionary<int, Queue<int>> Places(List<int> identities)
    {
        var places = new Dictionary<int, Queue<int>>();
        for (var i = 0; i < identities.Count; i++)
            (places.TryGetValue(identities[i], out var known) ? known : places[identities[i]] = new()).Enqueue(i);

        return places;
    }

    private void Pair(int start, List<JsonNode> legacy, List<JsonNode> modern)
    {
        for (var i = 0; i < Math.Max(legacy.Count, modern.Count); i++)
            _pairs.Add((start + i, legacy.ElementAtOrDefault(i), modern.ElementAtOrDefault(i)));
    }
}
