using System.Text;
using System.Text.Json;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Faults;

/// <summary>A value of a JSON document, where it stands and how it is written.</summary>
internal sealed class JsonPart
{
    /// <summary>With more members an object is a table, whose entries are one place (see <see cref="JsonComparer"/>).</summary>
    private const int MostMembers = JsonComparer.ManyMembers;

    private readonly byte[] _document;
    private readonly JsonNode _node;

    private JsonPart(byte[] document, JsonNode node, JsonPart? parent, string? name, int index, Location at)
    {
        (_document, _node, Parent, Name, Index, Path, Place) = (document, node, parent, name, index, at.Path, at.ToPattern());
        Raw = Encoding.UTF8.GetString(node.Raw(document));
    }

    public JsonPart? Parent { get; }

    /// <summary>Its name as a member; null as an element.</summary>
    public string? Name { get; }

    /// <summary>Its number among its neighbours, from 0.</summary>
    public int Index { get; }

    /// <summary>Where it is, RFC 6901.</summary>
    public string Path { get; }

    /// <summary>The same in the words of reports, with wildcards.</summary>
    public string Place { get; }

    /// <summary>As it is written.</summary>
    public string Raw { get; }

    public int Start => _node.Start;

    public int End => _node.End;

    public bool IsText => _node.Kind == JsonValueKind.String;

    public bool IsNumber => _node.Kind == JsonValueKind.Number;

    public bool IsBoolean => _node.Kind == JsonValueKind.True;

    public bool IsNull => _node.Kind == JsonValueKind.Null;

    public bool IsObject => _node.Kind == JsonValueKind.Object;

    public bool IsArray => _node.Kind == JsonValueKind.Array;

    /// <summary>A text without quotes and escapes.</summary>
    public string Text => _node.Text ?? "";

    /// <summary>Members or elements.</summary>
    public int Count => _node.Members.Count + _node.Items.Count;

    /// <summary>How its members or elements are written, names included.</summary>
    public IReadOnlyList<string> Pieces => field ??= [.. Spans().Select(span => Encoding.UTF8.GetString(_document.AsSpan(span.Start, span.End - span.Start)))];

    /// <summary>It, with other members or elements.</summary>
    public string With(IEnumerable<string> pieces) => IsObject ? $"{{{string.Join(',', pieces)}}}" : $"[{string.Join(',', pieces)}]";

    /// <summary>Every value of a document, the whole first; none where it is no JSON.</summary>
    public static IReadOnlyList<JsonPart> AllIn(byte[] document, int most)
    {
        var parts = new List<JsonPart>();
        if (document.Length > 0 && JsonTree.TryParse(document) is { } root)
            Add(parts, document, root, null, null, 0, new JsonPath(), most);

        return parts;
    }

    private static void Add(List<JsonPart> parts, byte[] document, JsonNode node, JsonPart? parent, string? name, int index, JsonPath path, int most)
    {
        if (parts.Count >= most)
            return;

        var part = new JsonPart(document, node, parent, name, index, path.ToLocation());
        parts.Add(part);
        foreach (var (i, (member, value)) in node.Members.Index())
        {
            path.Enter(member, node.Members.Count > MostMembers);
            Add(parts, document, value, part, member, i, path, most);
            path.Leave();
        }

        foreach (var (i, item) in node.Items.Index())
        {
            path.Enter(i);
            Add(parts, document, item, part, null, i, path, most);
            path.Leave();
        }
    }

    /// <summary>Of a member from the quote before its name, which begins behind the comma or brace before it.</summary>
    private IEnumerable<(int Start, int End)> Spans()
    {
        if (IsArray)
            return _node.Items.Select(item => (item.Start, item.End));

        var (spans, from) = (new List<(int, int)>(), Start + 1);
        foreach (var (_, value) in _node.Members)
        {
            var start = from + _document.AsSpan(from).IndexOf((byte)'"');
            spans.Add((start, value.End));
            from = value.End;
        }

        return spans;
    }
}
