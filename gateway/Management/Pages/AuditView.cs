using Strangler.Contract.Management;

namespace Strangler.Gateway.Management.Pages;

/// <summary>What the audit's page shows.</summary>
/// <param name="Route">The route that was asked for; null for all.</param>
/// <param name="Who">The part of a name that was asked for; null for all.</param>
/// <param name="Names">What can be chosen: the switch, and the routes that have a module.</param>
/// <param name="Rows">Newest first.</param>
/// <param name="Limit">Most rows; as many mean that there may be older ones.</param>
/// <param name="Problem">Why changes do not get into the database; null when they do.</param>
public sealed record AuditView(string? Route, string? Who, IReadOnlyList<string> Names, IReadOnlyList<AuditRow> Rows, int Limit, string? Problem)
{
    /// <summary>The last entry's id when there may be older ones; null otherwise.</summary>
    public long? Last => Rows.Count == Limit ? Rows[^1].Change.Id : null;
}

/// <summary>An entry, and what a revert of it would put the route back to; null where there is nothing to put back.</summary>
public sealed record AuditRow(AuditedChange Change, string? Revert);
