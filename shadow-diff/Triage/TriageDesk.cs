using System.Data.Common;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Triage;

/// <summary>QA's verbs, for one divergence or for many at once. Each is in force at once, on the disk before it returns, and audited under <c>route/fingerprint</c>.</summary>
internal sealed class TriageDesk(GatewayDatabase database, StoreWriter writer, TriageStates states, TimeProvider time)
{
    /// <summary>Longest time that something may be accepted for, in days.</summary>
    public const int LongestAcceptance = 366;

    /// <summary>As many as one call changes.</summary>
    public const int MostAtOnce = 1_000;

    /// <summary>Accepts divergences until the end of a day in UTC; then they are open again.</summary>
    /// <param name="fingerprints">The divergences: all of them, or none.</param>
    /// <param name="expires">The last day.</param>
    /// <param name="who">A person.</param>
    /// <param name="second">Another one who agrees; a critical divergence needs one.</param>
    /// <param name="why">The reason.</param>
    /// <param name="cancellationToken">Until it is in force.</param>
    /// <exception cref="StoreException">In force, but not on the disk; it is written as soon as that can be done.</exception>
    public async Task<TriageOutcome> AcceptAsync(IReadOnlyCollection<string> fingerprints, DateOnly expires, string who, string? second, string why, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return expires < today || expires > today.AddDays(LongestAcceptance)
            ? TriageOutcome.Refused($"'expires' is {expires:yyyy-MM-dd}; name a last day from {today:yyyy-MM-dd} to {today.AddDays(LongestAcceptance):yyyy-MM-dd}.")
            : await ChangeAsync(fingerprints, new(TriageState.Accepted, who, string.IsNullOrWhiteSpace(second) ? null : second, why, expires), cancellationToken);
    }

    /// <summary>Marks them as fixed. Comparisons from now on prove it, or show that it is not.</summary>
    /// <exception cref="StoreException">As with <see cref="AcceptAsync"/>.</exception>
    public Task<TriageOutcome> MarkFixedAsync(IReadOnlyCollection<string> fingerprints, string who, string why, CancellationToken cancellationToken) =>
        ChangeAsync(fingerprints, new(TriageState.Fixed, who, null, why, null), cancellationToken);

    /// <summary>Takes back what was said of them.</summary>
    /// <exception cref="StoreException">As with <see cref="AcceptAsync"/>.</exception>
    public Task<TriageOutcome> ReopenAsync(IReadOnlyCollection<string> fingerprints, string who, string why, CancellationToken cancellationToken) =>
        ChangeAsync(fingerprints, new(TriageState.Open, who, null, why, null), cancellationToken);

    private async Task<TriageOutcome> ChangeAsync(IReadOnlyCollection<string> fingerprints, Judgement judgement, CancellationToken cancellationToken)
    {
        List<(string Fingerprint, JudgedDivergence? Divergence)> found;
        try
        {
            // A divergence seen a moment ago may not be in the database yet.
            await writer.FlushInTimeAsync(cancellationToken);
            found = await database.ReadInTimeAsync(connection => Find(connection, fingerprints), GatewayDatabase.Patience, cancellationToken);
        }
        catch (StoreException ex)
        {
            return TriageOutcome.Refused($"Nothing is changed, since it cannot be looked up: {ex.Message}");
        }

        List<TriageRefusal> refusals = [.. found.Select(one => Refusal(one.Fingerprint, one.Divergence, judgement)).OfType<TriageRefusal>()];
        if (refusals.Count > 0)
            return new([], refusals);

        var at = Now();
        List<WatchedEntry> entries = [.. found.Select(one => new WatchedEntry(judgement.EntryOf(one.Fingerprint, one.Divergence!.Route, at), one.Divergence.Place))];
        states.Set(entries);
        await writer.FlushInTimeAsync(cancellationToken);
        return new([.. entries.Select(watched => watched.Entry)], []);
    }

    private static List<(string Fingerprint, JudgedDivergence? Divergence)> Find(DbConnection connection, IEnumerable<string> fingerprints) =>
        [.. fingerprints.Distinct().Select(fingerprint => (fingerprint, TriageTable.Find(connection, fingerprint)))];

    private TriageRefusal? Refusal(string fingerprint, JudgedDivergence? divergence, Judgement judgement) => divergence is null
        ? new(fingerprint, null, $"There is no divergence {fingerprint}.")
        : WhyNot(fingerprint, divergence, judgement) is { } why ? new(fingerprint, divergence, why) : null;

    private string? WhyNot(string fingerprint, JudgedDivergence divergence, Judgement judgement) => (states.StateOf(fingerprint), judgement.To) switch
    {
        _ when divergence.OnPurpose is { } rule => $"It differs on purpose, as the rule {rule} says; there is nothing to judge.",
        (TriageState.Open, TriageState.Open) => "It is open already.",
        (TriageState.Closed, TriageState.Accepted or TriageState.Fixed) => "It is closed: comparisons have shown that it is gone.",
        (_, TriageState.Accepted) when divergence.IsCritical && !judgement.IsOfTwo =>
            "It is critical: a second person must agree. Send 'second' with a name that is not that of 'who'.",
        _ => null,
    };

    /// <summary>In whole milliseconds, as it is stored, rounded up: what was seen until now is not later.</summary>
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds() + 1);

    /// <summary>What somebody says of divergences.</summary>
    private sealed record Judgement(TriageState To, string Who, string? Second, string Why, DateOnly? Expires)
    {
        public bool IsOfTwo => Second is not null && !string.Equals(Second.Trim(), Who.Trim(), StringComparison.OrdinalIgnoreCase);

        public TriageEntry EntryOf(string fingerprint, string route, DateTimeOffset at) =>
            new(fingerprint, route, To, Second is null ? Who : $"{Who} and {Second}", Why, at, Expires);
    }
}

/// <summary>What became of a request to change states: all of it is in force, or nothing.</summary>
/// <param name="Entries">In force now; empty when it was refused.</param>
/// <param name="Refusals">Why not, and what to do; empty when it was not.</param>
internal sealed record TriageOutcome(IReadOnlyList<TriageEntry> Entries, IReadOnlyList<TriageRefusal> Refusals)
{
    /// <summary>The first that is in force; null when it was refused.</summary>
    public TriageEntry? Entry => Entries.Count > 0 ? Entries[0] : null;

    /// <summary>The first reason why not; null when it was not refused.</summary>
    public string? Refusal => Refusals.Count > 0 ? Refusals[0].Why : null;

    /// <summary>True when it was refused because there is none of what was to be judged.</summary>
    public bool IsUnknown => Refusals.Count > 0 && Refusals.All(refusal => refusal is { Fingerprint: not null, Divergence: null });

    /// <summary>Refused for a reason that is none of a single divergence.</summary>
    public static TriageOutcome Refused(string why) => new([], [new(null, null, why)]);
}

/// <summary>Why a state is not changed.</summary>
/// <param name="Fingerprint">Of which divergence; null when it is the request as a whole.</param>
/// <param name="Divergence">What it is; null when there is none of that fingerprint.</param>
/// <param name="Why">In words.</param>
internal sealed record TriageRefusal(string? Fingerprint, JudgedDivergence? Divergence, string Why);
