namespace Strangler.Gateway.Audit;

/// <summary>A change that a person or the gateway made to a route.</summary>
/// <param name="Id">Given by the log; ascending, never used twice.</param>
/// <param name="At">When.</param>
/// <param name="Who">A name, or the program's own.</param>
/// <param name="Why">The stated reason.</param>
/// <param name="Route">The route, or the switch, that was changed.</param>
/// <param name="Before">The stage before.</param>
/// <param name="After">The stage after.</param>
internal sealed record AuditEntry(long Id, DateTimeOffset At, string Who, string Why, string Route, string Before, string After);
