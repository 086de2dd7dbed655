namespace Strangler.Gateway.Audit;

/// <summary>Which entries of the audit are wanted.</summary>
/// <param name="Limit">Most entries; less than 1 for none.</param>
/// <param name="Route">Only of this route, switch or divergence; null for all.</param>
/// <param name="Who">Only of those whose name contains this, in any letter case; null for all.</param>
/// <param name="Before">Only entries older than the one with this id; null for the newest.</param>
internal sealed record AuditQuery(int Limit, string? Route = null, string? Who = null, long? Before = null)
{
    /// <summary>Whether an entry that is not in the database yet is one of them.</summary>
    public bool Takes(AuditEntry entry) =>
        (Before is null || (Before < 0 && entry.Id > Before)) && (Route is null || entry.Route == Route) && (Who is null || entry.Who.Contains(Who, StringComparison.OrdinalIgnoreCase));
}
