using System.Text.Json;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Compare;

/// <summary>Walks two JSON documents side by side. Values first; where they agree, also the bytes they are written in.</summary>
internal sealed class JsonComparer(byte[] legacyBytes, byte[] modernBytes, ActiveRules rules, DifferenceList found)
{
    /// <summary>An object with more members is a table, whose entries are one place together: each answer may have others.</summary>
    public const int ManyMembers = 24;

    private readonly JsonPath _path = new();
    private readonly JsonLayout _layout = new(legacyBytes, modernBytes);
    private readonly JsonIdentity _identity = new();

    public void Compare(JsonNode legacy, JsonNode modern)
    {
        CompareNode(legacy, modern);
        var layout = _layout.FirstDifference ?? JsonLayout.Surroundings(legacyBytes, legacy, modernBytes, modern);
        if (layout is { } difference)
            found.Add(Location.Body, DivergenceKind.Bytes, difference.Legacy, difference.Modern);
    }

    private void CompareNode(JsonNode legacy, JsonNode modern)
    {
        if (found.IsFull || AreSame(legacy, modern))
            return;

        if (legacy.Kind != modern.Kind)
        {
            Report(DivergenceKind.Type, legacy, modern);
            return;
        }

        switch (legacy.Kind)
        {
            case JsonValueKind.Object:
                CompareObjects(legacy, modern);
                break;
            case JsonValueKind.Array:
                CompareArrays(legacy, modern);
                break;
            default:
                CompareLeaves(legacy, modern);
                break;
        }
    }

    private void CompareLeaves(JsonNode legacy, JsonNode modern)
    {
        if (legacy.Kind == JsonValueKind.Number)
        {
            var left = legacy.Raw(legacyBytes);
            var right = modern.Raw(modernBytes);
            var sameValue = JsonNumber.Parse(left) == JsonNumber.Parse(right);
            var sameForm = JsonNumber.IsInteger(left) == JsonNumber.IsInteger(right);
            ReportIf(!sameValue, DivergenceKind.Value, legacy, modern);
            ReportIf(sameValue || !sameForm, DivergenceKind.NumberForm, legacy, modern);
        }
        else
        {
            var sameText = legacy.Kind == JsonValueKind.String && legacy.Text == modern.Text;
            Report(sameText ? DivergenceKind.Bytes : DivergenceKind.Value, legacy, modern);
        }
    }

    private void CompareObjects(JsonNode legacy, JsonNode modern)
    {
        if (HaveSameNames(legacy, modern))
            CompareMembers(legacy, modern);
        else
            CompareByName(legacy, modern);
    }

    /// <summary>As answers of the same code have them: sorted, and so none twice.</summary>
    private static bool HaveSameNames(JsonNode legacy, JsonNode modern)
    {
        if (legacy.Members.Count != modern.Members.Count)
            return false;

        for (var i = 0; i < legacy.Members.Count; i++)
        {
            if (legacy.Members[i].Name != modern.Members[i].Name || (i > 0 && string.CompareOrdinal(legacy.Members[i - 1].Name, legacy.Members[i].Name) >= 0))
                return false;
        }

        return true;
    }

    private void CompareMembers(JsonNode legacy, JsonNode modern)
    {
        for (var i = 0; i < legacy.Members.Count; i++)
        {
            _path.Enter(legacy.Members[i].Name, legacy.Members.Count > ManyMembers);
            CompareNode(legacy.Members[i].Value, modern.Members[i].Value);
            _path.Leave();
        }

        _layout.Compare(legacy, legacy.Members.ConvertAll(member => member.Value), modern, modern.Members.ConvertAll(member => member.Value));
    }

    private void CompareByName(JsonNode legacy, JsonNode modern)
    {
        var (left, right) = (legacy.ByName(), modern.ByName());
        var isTable = left.Count > ManyMembers || right.Count > ManyMembers;
        foreach (var (name, value) in left)
        {
            _path.Enter(name, isTable);
            if (right.TryGetValue(name, out var other))
                CompareNode(value, other);
            else
                ReportIf(true, value.Kind == JsonValueKind.Null ? DivergenceKind.NullOrMissing : DivergenceKind.Missing, value, null);

            _path.Leave();
        }

        foreach (var (name, value) in right.Where(member => !left.ContainsKey(member.Key)))
        {
            _path.Enter(name, isTable);
            ReportIf(true, value.Kind == JsonValueKind.Null ? DivergenceKind.NullOrMissing : DivergenceKind.Extra, null, value);
            _path.Leave();
        }

        CompareOrder(legacy, modern, left, right);
    }

    private void CompareOrder(
        JsonNode legacy, JsonNode modern, IReadOnlyDictionary<string, JsonNode> left, IReadOnlyDictionary<string, JsonNode> right)
    {
        var (common, others) = (left.Keys.Where(right.ContainsKey).ToList(), right.Keys.Where(left.ContainsKey).ToList());
        if (!common.SequenceEqual(others, StringComparer.Ordinal))
            found.Add(_path.ToLocation(), DivergenceKind.Order, Excerpt.Of(string.Join(", ", common)), Excerpt.Of(string.Join(", ", others)));
        else if (left.Count == common.Count && right.Count == common.Count)
            _layout.Compare(legacy, Counting(legacy, left), modern, Counting(modern, right));
        else if (IsSorted(legacy) is { } isSorted && IsSorted(modern) is { } other && isSorted != other)
            found.Add(_path.ToLocation(), DivergenceKind.Order, Excerpt.Of(string.Join(", ", legacy.Members.Select(member => member.Name))), Excerpt.Of(string.Join(", ", modern.Members.Select(member => member.Name))));
    }

    /// <summary>
    /// Of members that one side alone has no order is known, but whether they stand by their names, and each once, as a server writes all of its objects.
    /// Null where there are too few to tell.
    /// </summary>
    private static bool? IsSorted(JsonNode node) => node.Members.Count < 2 ? null
        : node.Members.Zip(node.Members.Skip(1)).All(pair => string.CompareOrdinal(pair.First.Name, pair.Second.Name) < 0);

    /// <summary>The values that count, as they stand. Of members with the same name only the last counts; the others are mere bytes in between.</summary>
    private static List<JsonNode> Counting(JsonNode node, IReadOnlyDictionary<string, JsonNode> byName) =>
        [.. node.Members.Where(member => ReferenceEquals(byName[member.Name], member.Value)).Select(member => member.Value)];

    private void CompareArrays(JsonNode legacy, JsonNode modern)
    {
        var (isSet, key) = (rules.IsSet(_path), rules.KeyOf(_path));
        var (head, tail) = isSet || key is not null ? (0, 0) : EqualEnds(legacy.Items, modern.Items);
        var (ours, theirs) = (legacy.Items[head..^tail], modern.Items[head..^tail]);
        var left = ours.ConvertAll(item => _identity.Of(item, legacyBytes));
        var right = theirs.ConvertAll(item => _identity.Of(item, modernBytes));
        var alignment = new ArrayAlignment(ours, left, theirs, right, isSet, key is null ? null : (Keys(ours, legacyBytes, key), Keys(theirs, modernBytes, key)));
        if (alignment.IsReordered)
        {
            Report(DivergenceKind.Order, legacy, modern);
            return;
        }

        foreach (var (index, one, other) in alignment.Pairs())
        {
            _path.Enter(head + index);
            if (one is not null && other is not null)
                CompareNode(one, other);
            else
                ReportIf(true, one is null ? DivergenceKind.Extra : DivergenceKind.Missing, one, other);

            _path.Leave();
        }

        if (legacy.Items.Count == modern.Items.Count && !isSet && key is null)
            _layout.Compare(legacy, legacy.Items, modern, modern.Items);
    }

    /// <summary>How many elements at either end are written alike: nothing else needs to be known of them. Of unequal lists the alignment finds the end.</summary>
    private (int Head, int Tail) EqualEnds(List<JsonNode> legacy, List<JsonNode> modern)
    {
        var (head, tail, shorter) = (0, 0, Math.Min(legacy.Count, modern.Count));
        while (head < shorter && AreSame(legacy[head], modern[head]))
            head++;
        while (legacy.Count == modern.Count && tail < shorter - head && AreSame(legacy[^(tail + 1)], modern[^(tail + 1)]))
            tail++;

        return (head, tail);
    }

    private bool AreSame(JsonNode legacy, JsonNode modern) => legacy.Raw(legacyBytes).SequenceEqual(modern.Raw(modernBytes));

    /// <summary>What tells the elements of a keyed array apart: the member, or the whole element where it has none.</summary>
    private List<int> Keys(List<JsonNode> items, byte[] document, string key) =>
        items.ConvertAll(item => _identity.Of(item.ByName().TryGetValue(key, out var member) ? member : item, document));

    private void Report(DivergenceKind kind, JsonNode legacy, JsonNode modern) => ReportIf(true, kind, legacy, modern);

    private void ReportIf(bool condition, DivergenceKind kind, JsonNode? legacy, JsonNode? modern)
    {
        if (condition && !found.IsFull)
        {
            var (left, right) = Excerpt.Of(legacy is null ? [] : legacy.Raw(legacyBytes), modern is null ? [] : modern.Raw(modernBytes));
            found.Add(_path.ToLocation(), kind, legacy is null ? null : left, modern is null ? null : right);
        }
    }
}
