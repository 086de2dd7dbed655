using System.Text.Json.Serialization;

namespace Strangler.CommandLine.Management;

/// <summary>Body of <c>POST /api/divergences/…</c>: what QA says of several divergences at once.</summary>
/// <param name="Fingerprints">1 to 1000 of them.</param>
/// <param name="Expires">Of an acceptance: its last day, in UTC.</param>
/// <param name="Second">Of an acceptance: who agrees; a critical divergence needs one.</param>
internal sealed record TriageRecord(IReadOnlyList<string> Fingerprints, string Reason, string Who, string? Expires = null, string? Second = null);

/// <summary>Answer: what is in force of each, in the order that was asked for.</summary>
internal sealed record TriageReceipt(IReadOnlyList<JudgedDivergence> Divergences);

/// <inheritdoc cref="TriageReceipt"/>
internal sealed record JudgedDivergence(string Fingerprint, string Route, string State, string Who, DateOnly? Expires = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TriageRecord))]
[JsonSerializable(typeof(TriageReceipt))]
internal sealed partial class TriageRecordJson : JsonSerializerContext;
