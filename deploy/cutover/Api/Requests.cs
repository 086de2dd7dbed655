namespace Strangler.Cutover.Api;

/// <summary>Body of <c>POST /api/routes/{route}/stage</c>.</summary>
internal sealed record StageRequest(string Stage, string Reason, string Who, bool Force);

/// <summary>Body of <c>POST /api/rollback</c>; every route when it names none.</summary>
internal sealed record RollbackRequest(string? Route, string Reason, string Who);

/// <summary>Body of <c>POST /api/legacy-only</c>.</summary>
internal sealed record LegacyOnlyRequest(bool Enabled, string Reason, string Who);

/// <summary>Body of <c>POST /api/audit/{id}/revert</c>.</summary>
internal sealed record RevertRequest(string Reason, string Who);

/// <summary>Body of every refusal.</summary>
internal sealed record Refusal(string? Error);
