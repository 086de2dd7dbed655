namespace Strangler.Gateway.Audit;

/// <summary>A change that a person or the gateway made to a route.</summary>
/// <param name="Id">
/// Given by the log: ascending and never used twice once the entry is in the database. Until then below zero, the newest lowest, and good for this run alone.
/// </param>
/// <param name="At">When.</param>
/// <param name="Who">A name, or the program's own.</param>
/// <param name="Why">The stated reason.</param>
/// <param name="Route">The route, or the switch, that was changed.</param>
/// <param name="Before">The stage before.</param>
/// <param name="After">The stage after.</param>
/// <param name="File">The <c>features.json</c> whose flag it was: gateways of different ones may use one database. Null where it was of none, and in what earlier versions wrote.</param>
internal sealed record AuditEntry(long Id, DateTimeOffset At, string Who, string Why, string Route, string Before, string After, string? File = null)
{
    /// <summary>Whether it tells of the flags of this <c>features.json</c>, as far as is known.</summary>
    public bool IsOf(string file) => File is null || File == file;
}
