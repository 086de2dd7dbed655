namespace Strangler.Cutover.Api;

/// <summary>Answer of <c>GET /api/audit</c>, newest first.</summary>
internal sealed record Audit(IReadOnlyList<AuditEntry> Entries);

/// <summary>One change: who, when, why, from what to what. <c>Route</c> is null where the place says it already.</summary>
internal sealed record AuditEntry(long Id, DateTimeOffset At, string Who, string Why, string? Route, string Before, string After);
