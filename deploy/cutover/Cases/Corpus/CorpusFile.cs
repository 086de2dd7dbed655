using System.Text.Json.Serialization;

namespace Strangler.Cutover.Cases.Corpus;

/// <summary>One file of a corpus (<c>deploy/schemas/corpus.schema.json</c>): cases that are sent in this order.</summary>
internal sealed record CorpusFile
{
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    public string? Description { get; init; }

    public required IReadOnlyList<CorpusCase> Cases { get; init; }
}
