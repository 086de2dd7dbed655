namespace Strangler.ShadowDiff.Compare;

/// <summary>
/// Says which elements of two arrays belong together. Equal ends are taken off first, so that an insertion is one difference
/// and not one for every element behind it; a set is paired by equality wherever its elements stand.
/// </summary>
internal sealed class ArrayAlignment
{
    private readonly List<(int Index, JsonNode? Legacy, JsonNode? Modern)> _pairs = [];

    /// <param name="left">Of each element of <paramref name="legacy"/>, its <see cref="JsonIdentity"/>.</param>
    /// <param name="right">The same for <paramref name="modern"/>.</param>
    public ArrayAlignment(List<JsonNode> legacy, List<int> left, List<JsonNode> modern, List<int> right, bool isSet)
    {
        IsReordered = left.Count == right.Count && !left.SequenceEqual(right) && left.Order().SequenceEqual(right.Order());
        if (isSet)
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
        var places = new Dictionary<int, Queue<int>>();
        for (var i = 0; i < right.Count; i++)
        {
            (places.TryGetValue(right[i], out var known) ? known : places[right[i]] = new()).Enqueue(i);
        }

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

    private void Pair(int start, List<JsonNode> legacy, List<JsonNode> modern)
    {
        for (var i = 0; i < Math.Max(legacy.Count, modern.Count); i++)
        {
            _pairs.Add((start + i, legacy.ElementAtOrDefault(i), modern.ElementAtOrDefault(i)));
        }
    }
}
