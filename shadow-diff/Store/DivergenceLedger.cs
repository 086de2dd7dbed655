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

    private static readonly TimeSpan ExampleInterval = TimeSpan.FromMinutes(1);
    private readonly int _examples = options.Value.ExamplesPerDivergence;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, KnownDivergence> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byRoute = new(StringComparer.Ordinal);
    private readonly DivergenceSets _sets = new();
    private PendingFindings _pending = new();

    /// <summary>Takes up what the database already holds.</summary>
    public void Know(string fingerprint, string route, int examples, DateTimeOffset lastExample)
    {
        lock (_lock)
        {
            _known[fingerprint] = new(examples, lastExample);
            _byRoute[route] = _byRoute.GetValueOrDefault(route) + 1;
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
            _pending.Examples.Add(new(pair.Route, exchange, wanted));
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
                var known = _known[divergence.Fingerprint];
                if (known.Examples < _examples || at - known.LastExample >= ExampleInterval)
                {
                    _known[divergence.Fingerprint] = new(known.Examples + 1, at);
                    wanted.Add(divergence);
                }
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
            _known.TryAdd(divergence.Fingerprint, new(0, DateTimeOffset.MinValue));
        }

        return divergence;
    }

    private readonly record struct KnownDivergence(int Examples, DateTimeOffset LastExample);
}
