namespace Strangler.ShadowDiff.Triage;

/// <summary>Changes of state on their way to the database, with what the audit is to say of them.</summary>
internal sealed class PendingTriage
{
    public Dictionary<string, WatchedEntry> Entries { get; } = new(StringComparer.Ordinal);

    public List<TriageChange> Changes { get; } = [];

    public bool IsEmpty => Entries.Count == 0;

    /// <summary>Adds what came later.</summary>
    public void Merge(PendingTriage later)
    {
        foreach (var (fingerprint, entry) in later.Entries)
            Entries[fingerprint] = entry;

        Changes.AddRange(later.Changes);
    }
}

/// <summary>An entry, and where its divergence would show again.</summary>
internal sealed record WatchedEntry(TriageEntry Entry, DivergencePlace Place);
