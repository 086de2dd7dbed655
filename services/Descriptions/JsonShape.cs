using System.Text.Json;
using System.Text.Json.Nodes;

namespace Strangler.Services.Descriptions;

/// <summary>What a JSON value is like, as a JSON schema (draft 2020-12, which OpenAPI 3.1 uses). Immutable.</summary>
public sealed class JsonShape
{
    private readonly JsonObject _schema;

    private JsonShape(JsonObject schema) => _schema = schema;

    public static JsonShape Text { get; } = Plain("string");

    public static JsonShape WholeNumber { get; } = Plain("integer");

    public static JsonShape Number { get; } = Plain("number");

    public static JsonShape Flag { get; } = Plain("boolean");

    /// <summary>A value of any kind: a client's own, or one that is not declared.</summary>
    public static JsonShape Any { get; } = new([]);

    /// <summary>The same, or null.</summary>
    public JsonShape OrNull => new(With("type", new JsonArray(_schema["type"]!.DeepClone(), "null")));

    /// <summary>An object that may have further members.</summary>
    public JsonShape Open => new(With("additionalProperties", true));

    /// <summary>The schema as JSON text.</summary>
    public string Schema => _schema.ToJsonString();

    /// <summary>One of a few words.</summary>
    public static JsonShape OneOf(params string[] words) => new(Text.With("enum", new JsonArray([.. words.Select(word => JsonValue.Create(word))])));

    public static JsonShape ListOf(JsonShape item) => new(new JsonObject { ["type"] = "array", ["items"] = item._schema.DeepClone() });

    /// <summary>An object whose members have names that are not known before.</summary>
    public static JsonShape MapOf(JsonShape value) => new(new JsonObject { ["type"] = "object", ["additionalProperties"] = value._schema.DeepClone() });

    /// <summary>An object with these members and no others; one whose name ends in <c>?</c> may be missing.</summary>
    public static JsonShape Of(params (string Name, JsonShape Shape)[] members) => new(new JsonObject
    {
        ["type"] = "object",
        ["required"] = new JsonArray([.. members.Where(member => !member.Name.EndsWith('?')).Select(member => JsonValue.Create(member.Name))]),
        ["properties"] = new JsonObject(members.Select(member => KeyValuePair.Create(member.Name.TrimEnd('?'), (JsonNode?)member.Shape._schema.DeepClone()))),
        ["additionalProperties"] = false,
    });

    /// <summary>That value and no other.</summary>
    public static JsonShape Exactly(ReadOnlySpan<byte> json) => Exactly(JsonNode.Parse(json)!);

    private static JsonShape Exactly(JsonNode value) => value is JsonObject members
        ? Of([.. members.Select(member => (member.Key, Exactly(member.Value!)))])
        : new(new JsonObject { ["type"] = value.GetValueKind() == JsonValueKind.String ? "string" : "boolean", ["enum"] = new JsonArray(value.DeepClone()) });

    private static JsonShape Plain(string type) => new(new JsonObject { ["type"] = type });

    private JsonObject With(string keyword, JsonNode value)
    {
        var schema = (JsonObject)_schema.DeepClone();
        schema[keyword] = value;
        return schema;
    }
}
