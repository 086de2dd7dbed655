using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Compare;

namespace Strangler.ShadowDiff.Store;

/// <summary>
/// Gathers what comparisons found until the writer takes it: one entry for each fingerprint however often it came,
/// so that a storm of the same divergence is one row in one transaction.
/// </summary>
internal sealed class DivergenceLedger(IOptions<ShadowDiffOptions> options)
{
    /// <summary>Fingerprints kept apart for each route; a client that makes up names cannot fill the disk.</summary>
    private const int MaxFingerprints = 500;

    /// <summary>Re-runs, besides that of its first sighting, after which a divergence is known to last.</summary>
    private const int Confirmations = 2;

    private static readonly TimeSpan ExampleInterval = TimeSpan.FromMinutes(1);

    /// <summary>How long after its last sighting a divergence makes its route worth a closer look.</summary>
    private static readonly TimeSpan OpenTime = TimeSpan.FromMinutes(10);
    private readonly int _examples = options.Value.ExamplesPerDivergence;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, KnownDivergence> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byRoute = new(StringComparer.Ordinal);
    private readonly DivergenceSets _sets = new();
    private readonly Dictionary<string, DateTimeOffset> _openAt = new(StringComparer.Ordinal);
    private PendingFindings _pending = new();

    /// <summary>Takes up what the database already holds.</summary>
    public void Know(string fingerprint, string route, int examples, DateTimeOffset lastExample, bool isStable)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(fingerprint, out var known))
            {
                _known[fingerprint] = known with { IsStable = known.IsStable || isStable };
                return;
            }

            _byRoute[route] = _byRoute.GetValueOrDefault(route) + 1;
            _known[fingerprint] = new(examples, lastExample, isStable);
        }
    }

    /// <summary>Whether it has ever been seen to last while the sides were in the same state.</summary>
    public bool IsStable(string fingerprint)
    {
        lock (_lock)
        {
            return _known.GetValueOrDefault(fingerprint).IsStable;
        }
    }

    /// <summary>Whether it was there again often enough that another re-run would tell nothing.</summary>
    public bool IsConfirmed(string fingerprint)
    {
        lock (_lock)
        {
            return _known.GetValueOrDefault(fingerprint).Confirmed >= Confirmations;
        }
    }

    /// <summary>It was there again.</summary>
    public void Confirm(string fingerprint)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(fingerprint, out var known))
            {
                _known[fingerprint] = known with { Confirmed = known.Confirmed + 1 };
            }
        }
    }

    /// <summary>Whether the route has an open divergence that was seen lately and did not pass by itself.</summary>
    public bool HasOpen(string route, DateTimeOffset now)
    {
        lock (_lock)
        {
            return _openAt.TryGetValue(route, out var at) && now - at < OpenTime;
        }
    }

    public void Suppressed(string route, IEnumerable<string> rules, DateTimeOffset at)
    {
        lock (_lock)
        {
            foreach (var rule in rules)
            {
                _pending.Suppress(route, rule, 1, at);
            }
        }
    }

    /// <summary>Counts the divergences of one exchange, and keeps the exchange as an example where one is wanted.</summary>
    public async Task AddAsync(ResponsePair pair, IReadOnlyList<Divergence> divergences, DateTimeOffset at, Func<Task<StoredExchange>> record)
    {
        var wanted = Count(pair, divergences, at);
        if (wanted.Count == 0)
        {
            return;
        }

        var exchange = await record();
        lock (_lock)
        {
            _pending.Keep(new(pair.Route, exchange, wanted));
        }
    }

    public PendingFindings Take()
    {
        lock (_lock)
        {
            return Interlocked.Exchange(ref _pending, new PendingFindings());
        }
    }

    /// <summary>Puts back what could not be written.</summary>
    public void Return(PendingFindings findings)
    {
        lock (_lock)
        {
            findings.Merge(_pending);
            _pending = findings;
        }
    }

    private List<Divergence> Count(ResponsePair pair, IReadOnlyList<Divergence> divergences, DateTimeOffset at)
    {
        var wanted = new List<Divergence>();
        lock (_lock)
        {
            List<Divergence> bounded = [.. divergences.Select(divergence => WithinBounds(pair, divergence)).DistinctBy(d => d.Fingerprint)];
            if (_sets.Name(pair.Route, bounded) is { } together)
            {
                _pending.Together(pair.Route, together, 1);
            }

            foreach (var divergence in bounded)
            {
                _pending.Count(pair, divergence, 1, at, at);
                if (divergence is { IsOpen: true, Sighting: not Sighting.Transient })
                {
                    _openAt[pair.Route] = at;
                }

                var known = _known[divergence.Fingerprint];
                known = known with { IsStable = known.IsStable || divergence.Sighting == Sighting.Stable };
                if (known.Examples < _examples || at - known.LastExample >= ExampleInterval)
                {
                    known = known with { Examples = known.Examples + 1, LastExample = at };
                    wanted.Add(divergence);
                }

                _known[divergence.Fingerprint] = known;
            }
        }

        return wanted;
    }

    private Divergence WithinBounds(ResponsePair pair, Divergence divergence)
    {
        if (!_known.ContainsKey(divergence.Fingerprint))
        {
            var count = _byRoute.GetValueOrDefault(pair.Route);
            if (count >= MaxFingerprints)
            {
                var at = Location.Body.ToString();
                divergence = divergence with
                {
                    Fingerprint = Fingerprint.Of(pair, at, DivergenceKind.TooMany),
                    At = at,
                    Difference = divergence.Difference with { Kind = DivergenceKind.TooMany },
                };
            }

            _byRoute[pair.Route] = count + 1;
            _known.TryAdd(divergence.Fingerprint, new(0, DateTimeOffset.MinValue, IsStable: false));
        }

        return divergence;
    }

    private readonly record struct KnownDivergence(int Examples, DateTimeOffset LastExample, bool IsStable, int Confirmed = 0);
}
