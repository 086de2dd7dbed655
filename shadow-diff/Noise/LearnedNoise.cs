using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Noise;

/// <summary>What was learned of every route's volatility; <see cref="NoiseStore"/> carries it to the database.</summary>
internal sealed class LearnedNoise(IOptions<NoiseOptions> options)
{
    private readonly int _window = options.Value.NoiseWindow;
    private readonly int _minimum = options.Value.NoiseMinimumSamples;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, RouteNoise> _routes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly StandingValues _standing = new();

    public void Observe(string route, IReadOnlyList<Divergence> raw, IReadOnlyList<Divergence> noise)
    {
        lock (_lock)
        {
            Of(route).Add(raw, noise, _window);
            _changed.Add(route);
        }
    }

    /// <summary>Notes the times that both sides tell in an exchange.</summary>
    public void Moments(string route, IReadOnlyList<Divergence> raw, DateTimeOffset now)
    {
        if (raw.Count == 0)
            return;

        lock (_lock)
        {
            if (Of(route).AddMoments(raw, now))
                _changed.Add(route);
        }
    }

    /// <summary>Notes what stands of an exchange.</summary>
    public void Stood(IEnumerable<Divergence> standing)
    {
        lock (_lock)
        {
            foreach (var divergence in standing)
                _standing.Add(divergence);
        }
    }

    /// <summary>Whether all that has stood of a divergence since the start is by now known to be noise; then it is forgotten.</summary>
    public bool Explains(string route, string fingerprint)
    {
        lock (_lock)
        {
            return _routes.TryGetValue(route, out var known) && _standing.Explain(fingerprint, divergence => known.IsNoise(divergence, IsEnough(known)));
        }
    }

    /// <summary>Whether enough is known of the route, with something to spare: what is known fades.</summary>
    public bool IsWellKnown(string route)
    {
        lock (_lock)
        {
            return _routes.TryGetValue(route, out var known) && known.Samples >= Math.Min(2 * _minimum, _window - 1);
        }
    }

    /// <summary>Takes out of a comparison what was learned to be noise. Below the minimum of samples nothing is.</summary>
    public Comparison Filter(string route, Comparison comparison)
    {
        List<Divergence> noise;
        lock (_lock)
        {
            noise = _routes.TryGetValue(route, out var known) ? [.. comparison.Open.Where(divergence => known.IsNoise(divergence, IsEnough(known)))] : [];
        }

        return noise.Count == 0 ? comparison : Comparison.Of(
            [.. comparison.Divergences.Except(noise)],
            new SortedSet<string>([.. comparison.Suppressed, .. noise.Select(divergence => RouteNoise.Place(divergence).ToString())], StringComparer.Ordinal));
    }

    /// <summary>Everything at this moment.</summary>
    public IReadOnlyList<NoiseState> Snapshot()
    {
        lock (_lock)
        {
            return [.. _routes.Keys.Order(StringComparer.Ordinal).Select(State)];
        }
    }

    /// <summary>The routes that have changed since the last call, to be written.</summary>
    public IReadOnlyList<NoiseState> Take()
    {
        lock (_lock)
        {
            NoiseState[] changed = [.. _changed.Select(State)];
            _changed.Clear();
            return changed;
        }
    }

    /// <summary>These could not be written.</summary>
    public void Return(IEnumerable<NoiseState> states)
    {
        lock (_lock)
        {
            _changed.UnionWith(states.Select(state => state.Route));
        }
    }

    /// <summary>Takes up what the database holds, or replaces a state by an imported one that rests on more samples.</summary>
    public void Load(NoiseState state)
    {
        lock (_lock)
        {
            var route = _routes[state.Route] = new();
            route.Load(state.Samples);
            foreach (var (place, count) in state.Places)
                route.Load(place, count);
        }
    }

    private RouteNoise Of(string route) => _routes.TryGetValue(route, out var known) ? known : _routes[route] = new();

    private NoiseState State(string route)
    {
        var known = _routes[route];
        return new(route, known.Samples, new Dictionary<NoisePlace, NoiseCount>(known.Places), IsEnough(known));
    }

    private bool IsEnough(RouteNoise known) => known.Samples >= _minimum;
}
