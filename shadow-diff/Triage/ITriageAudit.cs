using System.Data.Common;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Triage;

/// <summary>Where changes of state are audited. The host registers one.</summary>
public interface ITriageAudit
{
    /// <summary>Adds an entry, in the transaction that writes the state.</summary>
    void Add(DbConnection connection, TriageChange change);
}

/// <summary>A change of a fingerprint's state, for the audit.</summary>
/// <param name="At">When.</param>
/// <param name="Who">A person, or <see cref="TriageEntry.Program"/>.</param>
/// <param name="Why">The stated reason, or what was seen.</param>
/// <param name="Divergence">What was changed: <c>route/fingerprint</c>.</param>
/// <param name="Before">The state before, in words.</param>
/// <param name="After">The state after.</param>
public sealed record TriageChange(DateTimeOffset At, string Who, string Why, string Divergence, string Before, string After)
{
    internal static TriageChange Of(TriageEntry entry, TriageState before)
    {
        var after = KebabName<TriageState>.Of(entry.State);
        return new(
            entry.At,
            entry.Who,
            entry.Why,
            $"{entry.Route}/{entry.Fingerprint}",
            KebabName<TriageState>.Of(before),
            entry.Expires is { } day ? $"{after} until {day:yyyy-MM-dd}" : after);
    }
}
