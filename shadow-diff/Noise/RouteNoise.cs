using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Noise;

/// <summary>
/// The samples of one route, as an exponential window: each new sample takes the same share off all earlier ones. So a place that
/// has become steady is forgotten by what is seen, not by what the clock says, and a quiet night forgets nothing.
/// </summary>
internal sealed class RouteNoise
{
    /// <summary>Places kept apart; a client that makes up names cannot fill the memory.</summary>
    private const int MaxPlaces = 500;

    private readonly Dictionary<NoisePlace, NoiseCount> _places = [];

    public double Samples { get; private set; }

    public IReadOnlyDictionary<NoisePlace, NoiseCount> Places => _places;

    public void Load(double samples) => Samples = samples;

    public void Load(NoisePlace place, NoiseCount count) => _places[place] = count;

    /// <summary>Adds a sample: what differed between legacy and modern, and between legacy and itself.</summary>
    public void Add(IReadOnlyList<Divergence> raw, IReadOnlyList<Divergence> noise, int window)
    {
        Fade(1 - (1.0 / window));
        Samples++;
        foreach (var place in Of(raw))
            Change(place, count => count with { Raw = count.Raw + 1 });

        foreach (var divergence in noise.Where(IsLearnable).DistinctBy(Place))
        {
            var form = ValueForms.Of(divergence.Difference);
            Change(Place(divergence), count => count with
            {
                Noise = count.Noise + 1,
                Form = count.Noise < NoiseCount.Nothing || count.Form == form ? form : ValueForm.Any,
                Bounds = (count.Noise < NoiseCount.Nothing ? count.Bounds.Anew() : count.Bounds).With(divergence.Difference),
            });
        }
    }

    /// <summary>Notes the times that both sides tell in an exchange. Elements of a list have each their own.</summary>
    /// <returns>True when something was learned.</returns>
    public bool AddMoments(IReadOnlyList<Divergence> raw, DateTimeOffset now)
    {
        var hasChanged = false;
        foreach (var divergence in raw.Where(divergence => IsLearnable(divergence) && divergence.Difference.Kind == DivergenceKind.Value && !divergence.At.Contains('*', StringComparison.Ordinal)))
        {
            var bounds = _places.TryGetValue(Place(divergence), out var count) ? count.Bounds : ValueBounds.None;
            if (bounds.WithMoments(divergence.Difference, now) is var learned && learned != bounds)
            {
                Change(Place(divergence), known => known with { Bounds = learned });
                hasChanged = true;
            }
        }

        return hasChanged;
    }

    /// <summary>Whether it is at a place of noise and within what was seen there, or of times of one event.</summary>
    /// <param name="divergence">The divergence.</param>
    /// <param name="isEnough">Whether there are enough samples to tell noise.</param>
    public bool IsNoise(Divergence divergence, bool isEnough) =>
        _places.TryGetValue(Place(divergence), out var count) && IsLearnable(divergence)
        && ((isEnough && count.IsNoise(Samples) && count.Bounds.Contain(divergence.Difference))
            || (isEnough && count.IsOften(Samples) && count.Bounds.AreAsNear(divergence.Difference))
            || count.Bounds.AreOfOneEvent(divergence.Difference));

    public static NoisePlace Place(Divergence divergence) => new(divergence.At, divergence.Difference.Kind);

    /// <summary>Another status is never noise. Of bodies as a whole nobody can say where they differ, and so what is within; an exception, and a list that was cut off, say nothing about a place.</summary>
    private static bool IsLearnable(Divergence divergence) =>
        divergence.IsOpen && divergence.Difference is { At.Part: not ResponsePart.Status }
        && divergence.Difference.Kind is not (DivergenceKind.Exception or DivergenceKind.TooMany or DivergenceKind.Text or DivergenceKind.Binary or DivergenceKind.InvalidJson or DivergenceKind.Bytes);

    private static IEnumerable<NoisePlace> Of(IReadOnlyList<Divergence> divergences) => divergences.Where(IsLearnable).Select(Place).Distinct();

    private void Change(NoisePlace place, Func<NoiseCount, NoiseCount> change)
    {
        if (_places.TryGetValue(place, out var count) || _places.Count < MaxPlaces)
            _places[place] = change(count ?? new(0, 0, ValueForm.Any));
    }

    private void Fade(double share)
    {
        Samples *= share;
        foreach (var (place, count) in _places.ToList())
        {
            var faded = count with { Raw = count.Raw * share, Noise = count.Noise * share };
            if (faded is { Raw: < NoiseCount.Nothing, Noise: < NoiseCount.Nothing, Bounds.Moves: 0 })
                _places.Remove(place);
            else
                _places[place] = faded;
        }
    }
}
