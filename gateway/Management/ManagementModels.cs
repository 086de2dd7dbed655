using System.Text.Json.Serialization;
using Strangler.Gateway.Audit;
using Strangler.Gateway.Management.Board;
using Strangler.ShadowDiff.Triage;

namespace Strangler.Gateway.Management;

/// <summary>Body of <c>POST /api/routes/{route}/stage</c>.</summary>
internal sealed record StageRequest(string? Stage, string? Reason, string? Who, bool Force = false) : IAuditedBody;

/// <summary>Body of <c>POST /api/rollback</c>; without a route, every route.</summary>
internal sealed record RollbackRequest(string? Route, string? Reason, string? Who) : IAuditedBody;

/// <summary>Body of <c>POST /api/legacy-only</c>.</summary>
internal sealed record LegacyOnlyRequest(bool? Enabled, string? Reason, string? Who) : IAuditedBody;

/// <summary>Body of <c>POST /api/audit/{id}/revert</c>.</summary>
internal sealed record RevertRequest(string? Reason, string? Who) : IAuditedBody;

internal sealed record ChangesResponse(IReadOnlyList<Cutover.CutoverChange> Changes, string? Warning);

internal sealed record ErrorResponse(string Error, IReadOnlyList<string>? Errors = null);

internal sealed record HealthResponse(string Status);

internal sealed record AuditResponse(IReadOnlyList<AuditEntry> Entries);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(StageRequest))]
[JsonSerializable(typeof(RollbackRequest))]
[JsonSerializable(typeof(LegacyOnlyRequest))]
[JsonSerializable(typeof(RevertRequest))]
[JsonSerializable(typeof(ChangesResponse))]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(AuditResponse))]
[JsonSerializable(typeof(BoardResponse))]
internal sealed partial class ManagementJsonContext : JsonSerializerContext;
