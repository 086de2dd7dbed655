using System.Text.Json;
using System.Text.Json.Serialization;

namespace Strangler.CommandLine.Cases.Corpus;

/// <summary>One file of a corpus (<c>deploy/schemas/corpus.schema.json</c>): cases that are sent in this order.</summary>
internal sealed record CorpusFile
{
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    public string? Description { get; init; }

    public required IReadOnlyList<CorpusCase> Cases { get; init; }
}

/// <summary>A case as it stands in a file. <c>{name}</c> in target, headers or body stands for a value that an earlier case captured.</summary>
internal sealed record CorpusCase
{
    public required string Name { get; init; }

    /// <summary>Null: worked out from the target.</summary>
    public string? Route { get; init; }

    /// <summary>Null: GET.</summary>
    public string? Method { get; init; }

    public required string Target { get; init; }

    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Sent as UTF-8. Neither this nor <see cref="BodyBase64"/>: no body is announced.</summary>
    public string? Body { get; init; }

    public string? BodyBase64 { get; init; }

    /// <summary>Place by name: <c>"job_id": "body /job_id"</c>.</summary>
    public IReadOnlyDictionary<string, string>? Capture { get; init; }

    /// <summary>The request is repeated on each side until its answer says this.</summary>
    public CorpusUntil? Until { get; init; }
}

/// <summary>A place, the regular expression that its value must match as a whole, and the seconds that a side may take.</summary>
internal sealed record CorpusUntil(string At, string Matches, double Seconds = 30);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true,
    ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true)]
[JsonSerializable(typeof(CorpusFile))]
internal sealed partial class CorpusJson : JsonSerializerContext;
