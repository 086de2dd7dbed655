using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Triage;

/// <summary>QA's verbs. Each is in force at once, on the disk before it returns, and audited under <c>route/fingerprint</c>.</summary>
internal sealed class TriageDesk(GatewayDatabase database, StoreWriter writer, TriageStates states, TimeProvider time)
{
    /// <summary>Longest time that something may be accepted for, in days.</summary>
    public const int LongestAcceptance = 366;

    /// <summary>Accepts a divergence until the end of a day in UTC; then it is open again.</summary>
    /// <param name="fingerprint">The divergence.</param>
    /// <param name="expires">The last day.</param>
    /// <param name="who">A person.</param>
    /// <param name="second">Another one who agrees; a critical divergence needs one.</param>
    /// <param name="why">The reason.</param>
    /// <param name="cancellationToken">Until it is in force.</param>
    /// <exception cref="StoreException">In force, but not on the disk; it is written as soon as that can be done.</exception>
    public async Task<TriageOutcome> AcceptAsync(string fingerprint, DateOnly expires, string who, string? second, string why, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return expires < today || expires > today.AddDays(LongestAcceptance)
            ? new(null, $"'expires' is {expires:yyyy-MM-dd}; name a last day from {today:yyyy-MM-dd} to {today.AddDays(LongestAcceptance):yyyy-MM-dd}.")
            : await ChangeAsync(fingerprint, TriageState.Accepted, who, string.IsNullOrWhiteSpace(second) ? null : second, why, expires, cancellationToken);
    }

    /// <summary>Marks it as fixed. Comparisons from now on prove it, or show that it is not.</summary>
    /// <exception cref="StoreException">As with <see cref="AcceptAsync"/>.</exception>
    public Task<TriageOutcome> MarkFixedAsync(string fingerprint, string who, string why, CancellationToken cancellationToken) =>
        ChangeAsync(fingerprint, TriageState.Fixed, who, null, why, null, cancellationToken);

    /// <summary>Takes back what was said of it.</summary>
    /// <exception cref="StoreException">As with <see cref="AcceptAsync"/>.</exception>
    public Task<TriageOutcome> ReopenAsync(string fingerprint, string who, string why, CancellationToken cancellationToken) =>
        ChangeAsync(fingerprint, TriageState.Open, who, null, why, null, cancellationToken);

    private async Task<TriageOutcome> ChangeAsync(
        string fingerprint, TriageState to, string who, string? second, string why, DateOnly? expires, CancellationToken cancellationToken)
    {
        // A divergence seen a moment ago may not be in the database yet.
        await writer.FlushAsync(cancellationToken);
        if (await Task.Run(() => database.Read(connection => TriageTable.Find(connection, fingerprint)), cancellationToken) is not { } found)
            return new(null, $"There is no divergence {fingerprint}.", IsUnknown: true);

        if (Refusal(found.OnPurpose, states.StateOf(fingerprint), to) is { } refusal)
            return new(null, refusal);

        if (to == TriageState.Accepted && Severity.IsCritical(found.Place.Kind, found.Place.At) && (second is null || string.Equals(second.Trim(), who.Trim(), StringComparison.OrdinalIgnoreCase)))
            return new(null, "It is critical: a second person must agree. Send 'second' with a name that is not that of 'who'.");

        var entry = new TriageEntry(fingerprint, found.Route, to, second is null ? who : $"{who} and {second}", why, Now(), expires);
        states.Set(entry, found.Place);
        await writer.FlushAsync(cancellationToken);
        return new(entry);
    }

    /// <summary>In whole milliseconds, as it is stored, rounded up: what was seen until now is not later.</summary>
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds() + 1);

    private static string? Refusal(string? onPurpose, TriageState from, TriageState to) => (from, to) switch
    {
        _ when onPurpose is not null => $"It differs on purpose, as the rule {onPurpose} says; there is nothing to judge.",
        (TriageState.Open, TriageState.Open) => "It is open already.",
        (TriageState.Closed, TriageState.Accepted or TriageState.Fixed) => "It is closed: comparisons have shown that it is gone.",
        _ => null,
    };
}

/// <summary>What became of a request to change a state.</summary>
/// <param name="Entry">In force now; null when it was refused.</param>
/// <param name="Refusal">Why not, and what to do.</param>
/// <param name="IsUnknown">True when there is no such fingerprint.</param>
internal sealed record TriageOutcome(TriageEntry? Entry, string? Refusal = null, bool IsUnknown = false);
