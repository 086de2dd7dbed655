using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Recording;

namespace Strangler.ShadowDiff.Findings;

/// <summary>Findings on their way to the database.</summary>
internal sealed class PendingFindings
{
    /// <summary>Examples kept in memory while the database cannot be written.</summary>
    private const int MaxExamples = 500;

    /// <summary>Characters of examples in one transaction, whose log is part of what the database may take.</summary>
    private const long MaxCharacters = 4 * 1024 * 1024;

    private readonly List<PendingExample> _examples = [];
    private long _characters;

    public Dictionary<string, PendingDivergence> Divergences { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Route, string Rule), (long Count, DateTimeOffset LastSeen)> Suppressions { get; } = [];

    /// <summary>Exchanges by the divergences that they showed together, see <see cref="DivergenceSets"/>.</summary>
    public Dictionary<(string Route, string Fingerprints), long> Sets { get; } = [];

    public IReadOnlyList<PendingExample> Examples => _examples;

    public bool IsEmpty => Divergences.Count == 0 && Suppressions.Count == 0 && _examples.Count == 0;

    /// <summary>Keeps an example, at the cost of the oldest when there are too many.</summary>
    public void Keep(PendingExample example)
    {
        _examples.Add(example);
        _characters += example.Size;
        while (_examples.Count > 1 && (_examples.Count > MaxExamples || _characters > MaxCharacters))
        {
            _characters -= _examples[0].Size;
            _examples.RemoveAt(0);
        }
    }

    public void Count(ResponsePair pair, Divergence divergence, long count, DateTimeOffset first, DateTimeOffset last) => Merge(
        divergence.Fingerprint,
        new(
            pair.Route,
            divergence.At,
            KebabName<DivergenceKind>.Of(divergence.Difference.Kind),
            pair.Legacy.Status,
            pair.Modern.Status,
            divergence.OnPurpose,
            count,
            first,
            last,
            divergence.Sighting == Sighting.Transient ? count : 0,
            divergence.Sighting == Sighting.State ? count : 0));

    public void Suppress(string route, string rule, long count, DateTimeOffset at) =>
        Suppressions[(route, rule)] = Suppressions.TryGetValue((route, rule), out var known) ? (known.Count + count, Later(known.LastSeen, at)) : (count, at);

    public void Together(string route, string fingerprints, long count) =>
        Sets[(route, fingerprints)] = Sets.GetValueOrDefault((route, fingerprints)) + count;

    /// <summary>Adds what came later.</summary>
    public void Merge(PendingFindings later)
    {
        foreach (var (fingerprint, divergence) in later.Divergences)
            Merge(fingerprint, divergence);

        foreach (var ((route, rule), (count, at)) in later.Suppressions)
            Suppress(route, rule, count, at);

        foreach (var ((route, fingerprints), count) in later.Sets)
            Together(route, fingerprints, count);

        foreach (var example in later.Examples)
            Keep(example);
    }

    private void Merge(string fingerprint, PendingDivergence later) =>
        Divergences[fingerprint] = Divergences.TryGetValue(fingerprint, out var known)
            ? later with
            {
                Count = known.Count + later.Count,
                // Exchanges are compared several at once, and come here in any order.
                FirstSeen = Earlier(known.FirstSeen, later.FirstSeen),
                LastSeen = Later(known.LastSeen, later.LastSeen),
                Transient = known.Transient + later.Transient,
                State = known.State + later.State,
            }
            : later;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}

/// <summary>A divergence with the times it came since the last write: in all, and of these the transient ones and those of state.</summary>
internal sealed record PendingDivergence(
    string Route,
    string At,
    string Kind,
    int StatusLegacy,
    int StatusModern,
    string? OnPurpose,
    long Count,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    long Transient,
    long State);

/// <summary>An exchange to keep, and the divergences it is an example of.</summary>
internal sealed record PendingExample(string Route, StoredExchange Exchange, IReadOnlyList<Divergence> Divergences)
{
    /// <summary>Characters of its bodies, and something for the rest.</summary>
    public long Size { get; } = 1_000 + Exchange.Request.Body.TextLength + Exchange.Legacy.Body.TextLength + Exchange.Modern.Body.TextLength;
}
