using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Recording;

namespace Strangler.ShadowDiff.Findings;

/// <summary>
/// Registers what comparisons found, until <see cref="FindingsStore"/> takes it: one entry for each fingerprint however often it came,
/// so that a storm of the same divergence is one row in one transaction.
/// </summary>
internal sealed class DivergenceRegister(IOptions<ExampleOptions> options) : IKnownSightings
{
    /// <summary>How long after its last sighting a divergence makes its route worth a closer look.</summary>
    private static readonly TimeSpan OpenTime = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly KnownDivergences _known = new(options.Value.ExamplesPerDivergence);
    private readonly DivergenceSets _sets = new();
    private readonly Dictionary<string, DateTimeOffset> _openAt = new(StringComparer.Ordinal);
    private PendingFindings _pending = new();

    /// <summary>Takes up what the database already holds.</summary>
    public void Load(string fingerprint, string route, int examples, DateTimeOffset lastExample, bool isStable, long passed, bool isCritical)
    {
        lock (_lock)
        {
            _known.Load(fingerprint, route, examples, lastExample, isStable, passed, isCritical);
        }
    }

    /// <inheritdoc/>
    public long PassedBefore(string fingerprint)
    {
        lock (_lock)
        {
            return _known.PassedBefore(fingerprint);
        }
    }

    /// <summary>The database has no examples any more.</summary>
    public void ForgetExamples()
    {
        lock (_lock)
        {
            _known.ForgetExamples();
        }
    }

    /// <inheritdoc/>
    public bool IsStable(string fingerprint)
    {
        lock (_lock)
        {
            return _known.IsStable(fingerprint);
        }
    }

    /// <inheritdoc/>
    public bool IsConfirmed(string fingerprint)
    {
        lock (_lock)
        {
            return _known.IsConfirmed(fingerprint);
        }
    }

    /// <inheritdoc/>
    public void Confirm(string fingerprint)
    {
        lock (_lock)
        {
            _known.Confirm(fingerprint);
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
                _pending.Suppress(route, rule, 1, at);
        }
    }

    /// <summary>Counts the divergences of one exchange, and keeps the exchange as an example where one is wanted.</summary>
    /// <param name="pair">The two answers.</param>
    /// <param name="divergences">What they disagree in, with values as they were found.</param>
    /// <param name="at">When the exchange was.</param>
    /// <param name="shown">Makes of a difference what may be kept of it. Costly, so only an example's are.</param>
    /// <param name="record">Makes of the exchange what may be kept of it.</param>
    public async Task AddAsync(
        ResponsePair pair, IReadOnlyList<Divergence> divergences, DateTimeOffset at, Func<Difference, Difference> shown, Func<Task<StoredExchange>> record)
    {
        var wanted = Count(pair, divergences, at);
        if (wanted.Count == 0)
            return;

        var example = new PendingExample(pair.Route, await record(), [.. wanted.Select(divergence => divergence with { Difference = shown(divergence.Difference) })]);
        lock (_lock)
        {
            _pending.Keep(example);
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
        lock (_lock)
        {
            List<Divergence> bounded = [.. divergences.Select(divergence => _known.Bound(pair, divergence)).DistinctBy(divergence => divergence.Fingerprint)];
            if (_sets.Name(pair.Route, bounded) is { } together)
                _pending.Together(pair.Route, together, 1);

            if (bounded.Exists(divergence => divergence is { IsOpen: true, Sighting: not Sighting.Transient }))
                _openAt[pair.Route] = at;

            bounded.ForEach(divergence => _pending.Count(pair, divergence, 1, at, at));
            return bounded.FindAll(divergence => _known.Saw(divergence, at));
        }
    }
}
