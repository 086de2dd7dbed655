using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Findings;

/// <summary>What is known of every divergence that has been seen, in this run or before. Not safe for several threads.</summary>
/// <param name="examples">Examples that each is to have.</param>
internal sealed class KnownDivergences(int examples) : IKnownSightings
{
    /// <summary>Fingerprints kept apart for each route; a client that makes up names cannot fill the disk.</summary>
    private const int MaxFingerprints = 500;

    /// <summary>The same for critical ones, whatever others there are. Another status is always kept apart: there are few.</summary>
    private const int MaxCritical = 1_000;

    /// <summary>Re-runs, besides that of its first sighting, after which a divergence is known to last.</summary>
    private const int Confirmations = 2;

    /// <summary>How old the newest example may become before another is kept in its place.</summary>
    private static readonly TimeSpan ExampleInterval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Route, bool IsCritical), int> _byRoute = [];

    public bool IsStable(string fingerprint) => _known.GetValueOrDefault(fingerprint).IsStable;

    public bool IsConfirmed(string fingerprint) => _known.GetValueOrDefault(fingerprint).Confirmed >= Confirmations;

    public long PassedBefore(string fingerprint) => _known.GetValueOrDefault(fingerprint).Passed;

    /// <summary>Takes up what the database holds.</summary>
    public void Load(string fingerprint, string route, int examplesKept, DateTimeOffset lastExample, bool isStable, long passed, bool isCritical)
    {
        if (_known.TryGetValue(fingerprint, out var known))
        {
            _known[fingerprint] = known with { IsStable = known.IsStable || isStable, Passed = known.Passed + passed };
            return;
        }

        _byRoute[(route, isCritical)] = _byRoute.GetValueOrDefault((route, isCritical)) + 1;
        _known[fingerprint] = new(examplesKept, lastExample, isStable, Passed: passed);
    }

    /// <summary>None has an example any more.</summary>
    public void ForgetExamples()
    {
        foreach (var (fingerprint, known) in _known)
            _known[fingerprint] = known with { Examples = 0, LastExample = DateTimeOffset.MinValue };
    }

    public void Confirm(string fingerprint)
    {
        if (_known.TryGetValue(fingerprint, out var known))
            _known[fingerprint] = known with { Confirmed = known.Confirmed + 1 };
    }

    /// <summary>The divergence, which is known from now on; or, where its route has too many already, the one that stands for the rest.</summary>
    public Divergence Bound(ResponsePair pair, Divergence divergence)
    {
        if (_known.ContainsKey(divergence.Fingerprint))
            return divergence;

        var isCritical = divergence.IsOpen && Severity.IsCritical(divergence);
        var count = _byRoute.GetValueOrDefault((pair.Route, isCritical));
        var bounded = count >= (isCritical ? MaxCritical : MaxFingerprints) && divergence.Difference.At.Part != ResponsePart.Status ? Rest(pair, divergence) : divergence;
        _byRoute[(pair.Route, isCritical)] = count + 1;
        _known.TryAdd(bounded.Fingerprint, new(0, DateTimeOffset.MinValue, IsStable: false));
        return bounded;
    }

    /// <summary>Notes that it was seen; true when the exchange is wanted as an example of it.</summary>
    public bool Saw(Divergence divergence, DateTimeOffset at)
    {
        var known = _known[divergence.Fingerprint];
        var isWanted = known.Examples < examples || at - known.LastExample >= ExampleInterval;
        known = known with
        {
            IsStable = known.IsStable || divergence.Sighting == Sighting.Stable,
            Passed = known.Passed + (divergence.Sighting == Sighting.Transient ? 1 : 0),
        };
        _known[divergence.Fingerprint] = isWanted ? known with { Examples = known.Examples + 1, LastExample = at } : known;
        return isWanted;
    }

    private static Divergence Rest(ResponsePair pair, Divergence divergence)
    {
        var at = Location.Body.ToString();
        return divergence with
        {
            Fingerprint = Fingerprint.Of(pair, at, DivergenceKind.TooMany),
            At = at,
            Difference = divergence.Difference with { Kind = DivergenceKind.TooMany },
        };
    }

    private readonly record struct Known(int Examples, DateTimeOffset LastExample, bool IsStable, int Confirmed = 0, long Passed = 0);
}
