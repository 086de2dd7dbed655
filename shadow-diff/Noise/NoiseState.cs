using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Noise;

/// <summary>What is known of a route's volatility at one moment.</summary>
/// <param name="Route">The route's name.</param>
/// <param name="Samples">Samples, older ones weighing less.</param>
/// <param name="Places">Counts by place.</param>
/// <param name="IsEnough">Whether there are enough samples to suppress anything.</param>
internal sealed record NoiseState(string Route, double Samples, IReadOnlyDictionary<NoisePlace, NoiseCount> Places, bool IsEnough);

/// <summary>What volatility is learned of, within a route: a place, with wildcards, and a kind of divergence there.</summary>
internal readonly record struct NoisePlace(string At, DivergenceKind Kind)
{
    /// <summary>The name under which suppressed differences are counted.</summary>
    public override string ToString() => $"learned: {At} ({KebabName<DivergenceKind>.Of(Kind)})";
}
