using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Noise;

/// <summary>What volatility is learned of, within a route: a place, with wildcards, and a kind of divergence there.</summary>
internal readonly record struct NoisePlace(string At, DivergenceKind Kind)
{
    /// <summary>The name under which suppressed differences are counted.</summary>
    public override string ToString() => $"learned: {At} ({KebabName<DivergenceKind>.Of(Kind)})";
}
