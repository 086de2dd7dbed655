namespace Strangler.ShadowDiff.Store;

/// <summary>One change of the cutover: who, when, why, before, after (architecture 2).</summary>
public sealed record AuditEntry(long Id, DateTimeOffset At, string Who, string Why, string Route, string Before, string After);
