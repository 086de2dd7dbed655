using System.Text.Json;

namespace Strangler.ShadowDiff.Compare;

/// <summary>A value of a JSON document together with the bytes it was written in.</summary>
/// <param name="kind">Its type; <see cref="JsonValueKind.True"/> stands for both truth values, told apart by their bytes.</param>
/// <param name="start">Offset of its first byte.</param>
internal sealed class JsonNode(JsonValueKind kind, int start)
{
    public JsonValueKind Kind { get; } = kind;

    public int Start { get; } = start;

    /// <summary>Offset after its last byte.</summary>
    public int End { get; set; }

    /// <summary>Given by <see cref="JsonIdentity"/> when it is first asked for.</summary>
    public int? Identity { get; set; }

    /// <summary>A string's text, without its escapes.</summary>
    public string? Text { get; init; }

    /// <summary>An object's members as written, repeated names included.</summary>
    public List<(string Name, JsonNode Value)> Members { get; } = kind == JsonValueKind.Object ? [] : None;

    public List<JsonNode> Items { get; } = kind == JsonValueKind.Array ? [] : Nothing;

    /// <summary>The members in order of first writing; of repeated names the last value counts, as in every reader of these answers.</summary>
    public IReadOnlyDictionary<string, JsonNode> ByName()
    {
        var map = new OrderedDictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var (name, value) in Members)
            map[name] = value;

        return map;
    }

    public bool IsLeaf => Kind is not (JsonValueKind.Object or JsonValueKind.Array);

    /// <summary>JSON's word for its type.</summary>
    public string TypeName => Kind == JsonValueKind.True ? "boolean" : Kind.ToString().ToLowerInvariant();

    public ReadOnlySpan<byte> Raw(ReadOnlySpan<byte> document) => document[Start..End];

    private static readonly List<(string Name, JsonNode Value)> None = [];
    private static readonly List<JsonNode> Nothing = [];
}
