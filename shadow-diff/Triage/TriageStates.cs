using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Triage;

/// <summary>
/// The state of every fingerprint, in memory; <see cref="TriageStore"/> carries changes to the database. It changes states by itself where the rules
/// say so: an acceptance runs out, a fixed divergence is proved or comes back.
/// </summary>
internal sealed class TriageStates(IClosingThreshold closing, IOptions<ComparisonOptions> options, TimeProvider time)
{
    private const string LearnedAsNoise = "Learned as noise: legacy differs from itself there";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, WatchedEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>What was closed as noise, and opened again in this run.</summary>
    private readonly HashSet<string> _beyond = new(StringComparer.Ordinal);
    private PendingTriage _pending = new();

    /// <summary>Takes up what the database holds, but for what was said since.</summary>
    public void Load(IEnumerable<WatchedEntry> entries)
    {
        lock (_lock)
        {
            foreach (var watched in entries.Where(watched => !_pending.Entries.ContainsKey(watched.Entry.Fingerprint)))
                _entries[watched.Entry.Fingerprint] = watched;
        }
    }

    /// <summary>Everything that is said, as <see cref="Take"/> gives what has changed. What the audit says of it stands there already.</summary>
    public PendingTriage All()
    {
        lock (_lock)
        {
            var all = new PendingTriage();
            foreach (var (fingerprint, watched) in _entries)
                all.Entries[fingerprint] = watched;
            return all;
        }
    }

    /// <summary>What was last said of it; null when it is open since it was first seen.</summary>
    public TriageEntry? Find(string fingerprint)
    {
        lock (_lock)
        {
            return _entries.GetValueOrDefault(fingerprint)?.Entry;
        }
    }

    public TriageState StateOf(string fingerprint) => Find(fingerprint)?.State ?? TriageState.Open;

    /// <summary>Whether it counts against the route: it is open, or fixed and not yet proved.</summary>
    public bool Stands(string fingerprint) => StateOf(fingerprint) is TriageState.Open or TriageState.Fixed;

    /// <summary>Puts entries in force, all at one moment: they are written in one transaction.</summary>
    public void Set(IReadOnlyList<WatchedEntry> entries)
    {
        lock (_lock)
        {
            foreach (var entry in entries)
                Change(entry);
        }
    }

    /// <summary>Learns from a comparison: what came back, and what has been shown to be gone.</summary>
    public void Observe(ResponsePair pair, Comparison comparison, DateTimeOffset at)
    {
        lock (_lock)
        {
            foreach (var divergence in comparison.Divergences.Where(divergence => divergence.Sighting == Sighting.Stable))
            {
                if (!_entries.TryGetValue(divergence.Fingerprint, out var watched) || !IsRegression(watched.Entry, at))
                    continue;

                if (watched.Entry is { Who: TriageEntry.Program, Why: LearnedAsNoise })
                    _beyond.Add(divergence.Fingerprint);
                Reopen(watched, $"Seen again after {watched.Entry.Who} had it {KebabName<TriageState>.Of(watched.Entry.State)} ({watched.Entry.Why})");
            }
        }

        var claims = Claims(pair.Route, at);
        if (claims.Count > 0 && comparison.Divergences.All(divergence => divergence.OnPurpose is not null || !Stands(divergence.Fingerprint)))
            Prove([.. claims.Where(claim => claim.Place.CouldShowIn(pair, options.Value.MaxDecodedBytes))]);
    }

    /// <summary>
    /// Closes what is known by now to differ by itself: only what nobody has said anything of, and nothing that breaks a client. Seen again beyond what
    /// legacy shows there it is open; and closed once more when legacy has shown that, too, in the same run.
    /// </summary>
    /// <param name="pair">The answers.</param>
    /// <param name="noise">What was found to be noise, this time and whenever it stood.</param>
    public void Learned(ResponsePair pair, IEnumerable<Divergence> noise)
    {
        lock (_lock)
        {
            foreach (var divergence in noise.Where(divergence => MayClose(divergence.Fingerprint) && !Severity.IsCritical(divergence)))
            {
                var place = new DivergencePlace(divergence.At, KebabName<DivergenceKind>.Of(divergence.Difference.Kind), pair.Legacy.Status, pair.Method);
                Change(new(new(divergence.Fingerprint, pair.Route, TriageState.Closed, TriageEntry.Program, LearnedAsNoise, time.GetUtcNow()), place));
            }
        }
    }

    /// <summary>What has changed since the last call. Called each half second, so that is how late an acceptance runs out.</summary>
    public PendingTriage Take()
    {
        lock (_lock)
        {
            Expire();
            return Interlocked.Exchange(ref _pending, new PendingTriage());
        }
    }

    /// <summary>Puts back what could not be written.</summary>
    public void Return(PendingTriage pending)
    {
        lock (_lock)
        {
            pending.Merge(_pending);
            _pending = pending;
        }
    }

    /// <summary>Nobody has said anything of it: it is open since it was first seen, or since it was seen beyond what had been learned.</summary>
    private bool MayClose(string fingerprint) =>
        !_entries.TryGetValue(fingerprint, out var watched) || (watched.Entry is { State: TriageState.Open, Who: TriageEntry.Program } && _beyond.Contains(fingerprint));

    private static bool IsRegression(TriageEntry entry, DateTimeOffset at) => entry.State is TriageState.Fixed or TriageState.Closed && at > entry.At;

    private List<WatchedEntry> Claims(string route, DateTimeOffset at)
    {
        lock (_lock)
        {
            return [.. _entries.Values.Where(watched => watched.Entry.State == TriageState.Fixed && watched.Entry.Route == route && at > watched.Entry.At)];
        }
    }

    private void Prove(IReadOnlyList<WatchedEntry> claims)
    {
        lock (_lock)
        {
            foreach (var (claim, place) in claims)
            {
                if (_entries[claim.Fingerprint].Entry is not { State: TriageState.Fixed } entry || entry.At != claim.At)
                    continue;

                var clean = entry.Clean + 1;
                Change(new(clean < closing.Of(entry.Route) ? entry with { Clean = clean } : entry.Closed(clean, time.GetUtcNow()), place));
            }
        }
    }

    private void Expire()
    {
        var now = time.GetUtcNow();
        foreach (var watched in _entries.Values.Where(watched => watched.Entry.State == TriageState.Accepted && watched.Entry.IsExpired(now)).ToList())
            Reopen(watched, $"The acceptance by {watched.Entry.Who} ran out after {watched.Entry.Expires:yyyy-MM-dd} ({watched.Entry.Why})");
    }

    private void Reopen(WatchedEntry watched, string why) => Change(watched with
    {
        Entry = new(watched.Entry.Fingerprint, watched.Entry.Route, TriageState.Open, TriageEntry.Program, why, time.GetUtcNow()),
    });

    /// <summary>Every change of state, or of what is said of it, is audited; a clean comparison alone is not.</summary>
    private void Change(WatchedEntry watched)
    {
        var (entry, before) = (watched.Entry, _entries.GetValueOrDefault(watched.Entry.Fingerprint)?.Entry);
        _entries[entry.Fingerprint] = watched;
        _pending.Entries[entry.Fingerprint] = watched;
        if (before?.At != entry.At || before.State != entry.State)
            _pending.Changes.Add(TriageChange.Of(entry, before?.State ?? TriageState.Open));
    }
}

/// <summary>How many clean comparisons close a divergence that was marked fixed. The gate's thresholds say.</summary>
internal interface IClosingThreshold
{
    /// <summary>The number for a route.</summary>
    int Of(string route);
}
