using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Strangler.ShadowDiff.Compare;

namespace Strangler.ShadowDiff.Reports;

/// <summary>Two JSON documents beside each other: members by name, elements by what tells them apart, values as they were written.</summary>
internal sealed class JsonRows
{
    private const int LongestOrder = 200;

    /// <summary>Elements of an array beyond which they are put beside each other by their places.</summary>
    private const int MaxAligned = 1_000;

    private readonly JsonDocumentText _legacy;
    private readonly JsonDocumentText _modern;
    private readonly List<LinePair> _rows = [];

    public JsonRows(JsonDocumentText legacy, JsonDocumentText modern)
    {
        (_legacy, _modern) = (legacy, modern);
        Pair(new(legacy.Root, "", 0, ""), new(modern.Root, "", 0, ""));
    }

    public IReadOnlyList<LinePair> Rows => _rows;

    private void Pair(JsonPlace legacy, JsonPlace modern)
    {
        if (legacy.IsOpenAs(JsonValueKind.Object, modern))
            Within(legacy, modern, Members);
        else if (legacy.IsOpenAs(JsonValueKind.Array, modern))
            Within(legacy, modern, Elements);
        else
            Beside([.. _legacy.Lines(legacy)], [.. _modern.Lines(modern)]);
    }

    private void Within(JsonPlace legacy, JsonPlace modern, Action<JsonPlace, JsonPlace> content)
    {
        Add(legacy.Opening, modern.Opening, differs: false);
        content(legacy, modern);
        Add(legacy.Closing, modern.Closing, differs: false);
    }

    private void Members(JsonPlace legacy, JsonPlace modern)
    {
        var (left, right) = (Named(legacy), Named(modern));
        Order([.. left.Keys.Where(right.ContainsKey)], [.. right.Keys.Where(left.ContainsKey)], legacy.Depth + 1);

        // A member that modern alone has stands where modern has it.
        var extra = new Queue<KeyValuePair<(string, int), JsonPlace>>(right);
        foreach (var (name, place) in left)
        {
            if (!right.TryGetValue(name, out var other))
            {
                Alone(place, null);
                continue;
            }

            while (extra.Any(one => one.Key == name) && extra.Dequeue() is var (next, before) && next != name)
                Extra(next, before);

            Pair(place, other);
        }

        foreach (var (name, place) in extra)
            Extra(name, place);

        void Extra((string, int) name, JsonPlace place)
        {
            if (!left.ContainsKey(name))
                Alone(null, place);
        }
    }

    private void Elements(JsonPlace legacy, JsonPlace modern)
    {
        var (left, right) = (legacy.Elements(), modern.Elements());
        foreach (var (one, other) in Aligned(left, right))
        {
            if (one is { } i && other is { } j)
                Pair(left[i], right[j]);
            else
                Alone(one is { } only ? left[only] : null, other is { } extra ? right[extra] : null);
        }
    }

    private IEnumerable<(int? Legacy, int? Modern)> Aligned(IReadOnlyList<JsonPlace> left, IReadOnlyList<JsonPlace> right)
    {
        var most = Math.Max(left.Count, right.Count);
        if (most > MaxAligned)
            return Enumerable.Range(0, most).Select(i => (i < left.Count ? i : (int?)null, i < right.Count ? i : (int?)null));

        var key = KeyOf(left, right);
        return LineAlignment.Pairs([.. left.Select(place => Identity(_legacy, place, key))], [.. right.Select(place => Identity(_modern, place, key))]);
    }

    /// <summary>The member that tells the elements of two arrays apart: all have it, none twice, and most are on both sides. Null where there is none.</summary>
    private string? KeyOf(IReadOnlyList<JsonPlace> left, IReadOnlyList<JsonPlace> right)
    {
        if (left.Count == 0 || right.Count == 0)
            return null;

        return left[0].Value.Members.Where(member => member.Value.IsLeaf).Select(member => member.Name).Distinct()
            .Select(name => (Name: name, Common: Values(_legacy, left, name) is { } one && Values(_modern, right, name) is { } other ? one.Intersect(other).Count() : 0))
            .Where(candidate => candidate.Common > 0)
            .OrderByDescending(candidate => candidate.Common)
            .Select(candidate => candidate.Name).FirstOrDefault();
    }

    /// <summary>Null where an element has none, or two have the same.</summary>
    private static HashSet<string>? Values(JsonDocumentText document, IReadOnlyList<JsonPlace> places, string name)
    {
        var values = new HashSet<string>(StringComparer.Ordinal);
        return places.All(place => place.Value.ByName().TryGetValue(name, out var value) && value.IsLeaf && values.Add(document.Raw(value))) ? values : null;
    }

    private static string Identity(JsonDocumentText document, JsonPlace place, string? key) =>
        document.Raw(key is null ? place.Value : place.Value.ByName()[key]);

    private void Order(IReadOnlyList<(string Name, int)> legacy, IReadOnlyList<(string Name, int)> modern, int depth)
    {
        if (legacy.SequenceEqual(modern))
            return;

        Add(Words(legacy), Words(modern), differs: true);

        string Words(IEnumerable<(string Name, int)> names)
        {
            var text = string.Join(", ", names.Select(one => one.Name));
            return $"{JsonPlace.Indent(depth)}(in this order: {(text.Length <= LongestOrder ? text : $"{text[..LongestOrder]}…")})";
        }
    }

    /// <summary>Of a name that stands there twice each is one of its own.</summary>
    private static OrderedDictionary<(string Name, int Time), JsonPlace> Named(JsonPlace of)
    {
        var (times, named) = (new Dictionary<string, int>(StringComparer.Ordinal), new OrderedDictionary<(string, int), JsonPlace>());
        foreach (var (name, place) in of.Members())
        {
            times[name] = times.GetValueOrDefault(name) + 1;
            named[(name, times[name])] = place;
        }

        return named;
    }

    private void Alone(JsonPlace? legacy, JsonPlace? modern) =>
        Beside(legacy is { } left ? [.. _legacy.Lines(left)] : [], modern is { } right ? [.. _modern.Lines(right)] : []);

    private void Beside(IReadOnlyList<string> legacy, IReadOnlyList<string> modern)
    {
        for (var i = 0; i < Math.Max(legacy.Count, modern.Count); i++)
        {
            var (left, right) = (legacy.ElementAtOrDefault(i), modern.ElementAtOrDefault(i));
            Add(left, right, differs: left?.TrimEnd(',') != right?.TrimEnd(','));
        }
    }

    private void Add(string? legacy, string? modern, bool differs) => _rows.Add(new(legacy, modern, differs));
}

/// <summary>A JSON document and what it was read from.</summary>
internal sealed record JsonDocumentText(JsonNode Root, byte[] Bytes)
{
    public string Raw(JsonNode node) => Encoding.UTF8.GetString(node.Raw(Bytes));

    public IReadOnlyList<string> Lines() => [.. Lines(new(Root, "", 0, ""))];

    /// <summary>A value indented, each line with its indentation.</summary>
    public IEnumerable<string> Lines(JsonPlace place) => place switch
    {
        { IsEmpty: true } => [place.Opening + place.Closing.TrimStart()],
        { Value.Kind: JsonValueKind.Object } => [place.Opening, .. place.Members().SelectMany(member => Lines(member.Place)), place.Closing],
        { Value.Kind: JsonValueKind.Array } => [place.Opening, .. place.Elements().SelectMany(Lines), place.Closing],
        _ => [place.Start + Raw(place.Value) + place.Comma],
    };
}

/// <summary>A value where it stands in a document.</summary>
/// <param name="Value">The value.</param>
/// <param name="Name">What stands before it: the member's name and a colon, or nothing.</param>
/// <param name="Depth">Containers around it.</param>
/// <param name="Comma">What stands behind it.</param>
internal readonly record struct JsonPlace(JsonNode Value, string Name, int Depth, string Comma)
{
    public string Start => Indent(Depth) + Name;

    public string Opening => Start + (Value.Kind == JsonValueKind.Object ? '{' : '[');

    public string Closing => Indent(Depth) + (Value.Kind == JsonValueKind.Object ? '}' : ']') + Comma;

    public bool IsEmpty => !Value.IsLeaf && Value.Members.Count + Value.Items.Count == 0;

    /// <summary>Whether both are of a kind, and at least one has something in it.</summary>
    public bool IsOpenAs(JsonValueKind kind, JsonPlace other) => Value.Kind == kind && other.Value.Kind == kind && !(IsEmpty && other.IsEmpty);

    public IReadOnlyList<(string Name, JsonPlace Place)> Members()
    {
        var (members, depth) = (Value.Members, Depth + 1);
        return [.. members.Select((member, i) => (member.Name, new JsonPlace(member.Value, $"\"{JsonEncodedText.Encode(member.Name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\": ", depth, i < members.Count - 1 ? "," : "")))];
    }

    public IReadOnlyList<JsonPlace> Elements()
    {
        var (items, depth) = (Value.Items, Depth + 1);
        return [.. items.Select((item, i) => new JsonPlace(item, "", depth, i < items.Count - 1 ? "," : ""))];
    }

    public static string Indent(int depth) => new(' ', 2 * depth);
}
