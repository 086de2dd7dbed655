using System.Text.Json;
using System.Text.Json.Serialization;
using Strangler.ShadowDiff.Reports;

namespace Strangler.CommandLine.Management;

/// <summary>Answer of <c>GET /api/reports</c>: of the shadow's report, what the command shows. The example is passed on as it is written.</summary>
internal sealed record Report(IReadOnlyList<ReportRoute> Routes);

/// <summary>One route's comparisons and what they found.</summary>
internal sealed record ReportRoute(
    string Route, long Eligible, long Compared, long Matched, long Diverged, long OnPurpose, long Unable, IReadOnlyDictionary<string, long>? Uncompared,
    double? Parity, double? Coverage, IReadOnlyList<Suppression>? Suppressed, IReadOnlyList<Divergence>? Divergences, long Transient = 0, long State = 0,
    ReportGate? Gate = null, ReportPinned? Pinned = null);

/// <summary>Exchanges that one side alone could answer.</summary>
internal sealed record ReportPinned(long Total);

/// <summary>What the promotion gate judges, of its window.</summary>
internal sealed record ReportGate(ReportEvidence? Evidence);

/// <param name="Accepted">Exchanges with nothing standing but divergences that QA has accepted; part of those that diverged.</param>
/// <param name="Build">The build of modern that they speak of.</param>
internal sealed record ReportEvidence(long Accepted, string? Build = null);

/// <summary>How many exchanges had a difference that a rule covers.</summary>
internal sealed record Suppression(string Rule, long Count);

/// <summary>
/// Divergences of one fingerprint. <c>OnPurpose</c> names the quirk that the modern side fixes, e.g. <c>Q9</c>, and is null when the
/// divergence is not wanted. <c>Example</c> is one request with both answers, as the store keeps it.
/// </summary>
internal sealed record Divergence(
    string Fingerprint, string Kind, string Path, int StatusLegacy, int StatusModern, long Count,
    DateTimeOffset FirstSeen, DateTimeOffset LastSeen, string? OnPurpose, JsonElement? Example);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(ExampleReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
