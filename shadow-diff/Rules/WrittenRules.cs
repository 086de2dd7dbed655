using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Rules;

/// <summary>A rule as the file has it; <c>deploy/schemas/rules.schema.json</c> says what each member means.</summary>
internal sealed record WrittenRule
{
    public required string Name { get; init; }

    public required RuleKind Kind { get; init; }

    [JsonConverter(typeof(OneOrMany<string>))]
    public required FrozenSet<string> Route { get; init; }

    public WrittenCondition? When { get; init; }

    public WrittenSurroundings? Beside { get; init; }

    public required string At { get; init; }

    [JsonConverter(typeof(OneOrMany<string>))]
    public FrozenSet<string>? Except { get; init; }

    [JsonConverter(typeof(OneOrMany<DivergenceKind>))]
    public FrozenSet<DivergenceKind>? Divergence { get; init; }

    public required RuleAction Action { get; init; }

    public string? Pattern { get; init; }

    public string? LegacyPattern { get; init; }

    public string? ModernPattern { get; init; }

    public bool Emptied { get; init; }

    public string? Key { get; init; }

    public double? Absolute { get; init; }

    public double? Relative { get; init; }

    public double? Seconds { get; init; }

    public double? Min { get; init; }

    public double? Max { get; init; }

    public bool Past { get; init; }

    public bool Monotonic { get; init; }

    public string? Since { get; init; }

    public SameAs? As { get; init; }

    public string? Of { get; init; }

    public string? LegacyPrefix { get; init; }

    public string? ModernPrefix { get; init; }

    public required string Reason { get; init; }

    public string? Owner { get; init; }

    public DateOnly? Expires { get; init; }
}

/// <summary>What must be true of the exchange, see <see cref="RuleCondition"/>. A value is a pattern, <c>{"not": pattern}</c>, or null for one that must not be there.</summary>
internal sealed record WrittenCondition
{
    [JsonConverter(typeof(OneOrMany<string>))]
    public FrozenSet<string>? Method { get; init; }

    public string? Path { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? Arguments { get; init; }

    public string? RequestHeader { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? RequestBody { get; init; }

    public bool BadRange { get; init; }

    public string? ModernHeader { get; init; }

    [JsonConverter(typeof(OneOrMany<int>))]
    public FrozenSet<int>? LegacyStatus { get; init; }

    [JsonConverter(typeof(OneOrMany<int>))]
    public FrozenSet<int>? ModernStatus { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? LegacyBody { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? ModernBody { get; init; }

    public string? LegacyText { get; init; }

    public string? ModernText { get; init; }

    public bool LegacyEmpty { get; init; }

    public WrittenChange? LegacyJust { get; init; }

    public Side? ServedBy { get; init; }

    public string? ModernLater { get; init; }

    public WrittenEarlier? After { get; init; }

    public WrittenAnswered? Answered { get; init; }
}

/// <summary>What must be true around the place of a difference, see <see cref="Surroundings"/>.</summary>
internal sealed record WrittenSurroundings
{
    public IReadOnlyDictionary<string, JsonElement>? Members { get; init; }

    public IReadOnlyList<string>? Relations { get; init; }

    public WrittenSteps? Steps { get; init; }

    public string? Rising { get; init; }
}

/// <summary>The order of a list.</summary>
internal sealed record WrittenSteps(string By, IReadOnlyList<string> Order);

/// <summary>A time in an answer, and how long before the answer it may lie.</summary>
internal sealed record WrittenChange(string At, double Seconds);

/// <summary>Which side has answered requests of a route.</summary>
internal sealed record WrittenAnswered(string Route, Side By);

/// <summary>What the last request of another route asked.</summary>
internal sealed record WrittenEarlier(string Route, IReadOnlyDictionary<string, JsonElement> RequestBody);

/// <summary>The file's section <c>redact</c>.</summary>
internal sealed record WrittenRedaction(
    bool Strict = false, IReadOnlyList<WrittenPlace>? Values = null, IReadOnlyList<WrittenPlace>? Keep = null, IReadOnlyList<string>? Secrets = null);

/// <summary>An entry of <c>values</c> or <c>keep</c>.</summary>
internal sealed record WrittenPlace([property: JsonConverter(typeof(OneOrMany<string>))] FrozenSet<string> Route, string At);

/// <summary>Reads a value or a list of values.</summary>
internal sealed class OneOrMany<T> : JsonConverter<FrozenSet<T>>
{
    public override FrozenSet<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.StartArray
            ? JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<T[]>)options.GetTypeInfo(typeof(T[])))!.ToFrozenSet()
            : FrozenSet.Create(JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)))!);

    public override void Write(Utf8JsonWriter writer, FrozenSet<T> value, JsonSerializerOptions options) => throw new NotSupportedException();
}

/// <summary>Reads the names that <see cref="KebabName{T}"/> writes.</summary>
internal sealed class KebabConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(KebabConverter<RuleKind>), typeof(KebabConverter<RuleAction>), typeof(KebabConverter<DivergenceKind>), typeof(KebabConverter<SameAs>), typeof(KebabConverter<Side>)])]
[JsonSerializable(typeof(WrittenRule))]
[JsonSerializable(typeof(WrittenRedaction))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(int[]))]
[JsonSerializable(typeof(DivergenceKind[]))]
internal sealed partial class RulesJson : JsonSerializerContext;
