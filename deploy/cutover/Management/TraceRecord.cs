using System.Text.Json.Serialization;

namespace Strangler.CommandLine.Management;

/// <summary>Body of <c>POST /api/traces</c>: what the same backups on both sides have shown.</summary>
/// <param name="Jobs">Backups on each side.</param>
internal sealed record TraceRecord(string Who, string Reason, int Jobs, IReadOnlyList<TracedRoute> Routes);

/// <summary>What was seen of one route.</summary>
/// <param name="Compared">Steps that were compared.</param>
/// <param name="Diverged">Those that differ, and no rule means them to.</param>
/// <param name="Divergences">Some of the differences, as kind and place.</param>
internal sealed record TracedRoute(string Route, long Compared, long Diverged, IReadOnlyList<string> Divergences);

/// <summary>Answer: the routes, and the build of modern that each record speaks of.</summary>
internal sealed record TraceReceipt(IReadOnlyList<RecordedRoute> Recorded);

/// <inheritdoc cref="TraceReceipt"/>
internal sealed record RecordedRoute(string Route, string Build);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TraceRecord))]
[JsonSerializable(typeof(TraceReceipt))]
internal sealed partial class TraceEvidenceJson : JsonSerializerContext;
