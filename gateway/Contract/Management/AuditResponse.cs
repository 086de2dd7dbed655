namespace Strangler.Contract.Management;

/// <summary>Answer of <c>GET /api/audit</c>.</summary>
/// <param name="Entries">Newest first.</param>
/// <param name="Problem">What is to be known of the database that has them: that older ones are missing here, say; null for nothing.</param>
public sealed record AuditResponse(IReadOnlyList<AuditedChange> Entries, string? Problem = null);

/// <summary>A change that a person or the gateway made.</summary>
/// <param name="Id">Ascending, never used twice; below zero, the newest lowest, while the entry waits for the database.</param>
/// <param name="Who">A name, or the program's own.</param>
/// <param name="Route">A route's name, or <c>legacy-only</c>.</param>
/// <param name="Before">The stage before, as <see cref="RouteStage"/> writes it, or on/off.</param>
/// <param name="After">The stage after, or on/off.</param>
/// <param name="OtherFile">The <c>features.json</c> that it was made in, where that is not the one of the gateway that answers: nothing of it can be reverted here. Null otherwise.</param>
public sealed record AuditedChange(long Id, DateTimeOffset At, string Who, string Why, string Route, string Before, string After, string? OtherFile = null);
