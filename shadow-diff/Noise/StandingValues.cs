using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Noise;

/// <summary>
/// With which values divergences have stood since the start: one that has, and lies within what legacy has shown of itself since, was noise before that
/// was known. Not safe for several threads.
/// </summary>
internal sealed class StandingValues
{
    /// <summary>Sightings of one divergence; one with more that nothing explains is for a person to judge.</summary>
    private const int MaxSightings = 200;

    /// <summary>Characters of a value.</summary>
    private const int MaxLength = 200;

    /// <summary>By fingerprint; null where not all are remembered.</summary>
    private readonly Dictionary<string, List<Divergence>?> _sightings = new(StringComparer.Ordinal);

    public void Add(Divergence divergence)
    {
        if (!_sightings.TryGetValue(divergence.Fingerprint, out var seen))
            _sightings[divergence.Fingerprint] = seen = [];

        if (seen is not null && seen.Count < MaxSightings && Length(divergence.Difference) <= MaxLength)
            seen.Add(divergence);
        else
            _sightings[divergence.Fingerprint] = null;
    }

    /// <summary>Whether all of them are noise. They are then forgotten; and so are, at any time, those that are.</summary>
    public bool Explain(string fingerprint, Predicate<Divergence> isNoise)
    {
        if (!_sightings.TryGetValue(fingerprint, out var seen))
            return true;

        seen?.RemoveAll(isNoise);
        return seen?.Count == 0 && _sightings.Remove(fingerprint);
    }

    private static int Length(Difference difference) => Math.Max(difference.Legacy?.Length ?? 0, difference.Modern?.Length ?? 0);
}
