namespace Strangler.ShadowDiff.Compare;

/// <summary>The result of comparing one pair.</summary>
/// <param name="Outcome">What it came to.</param>
/// <param name="Divergences">One for each fingerprint.</param>
/// <param name="Suppressed">Names of the volatile rules, and learned places, that covered a difference.</param>
internal sealed record Comparison(Outcome Outcome, IReadOnlyList<Divergence> Divergences, IReadOnlySet<string> Suppressed)
{
    public IEnumerable<Divergence> Open => Divergences.Where(divergence => divergence.IsOpen);

    public static Comparison Of(IReadOnlyList<Divergence> divergences, IReadOnlySet<string> suppressed) => new(OutcomeOf(divergences), divergences, suppressed);

    private static Outcome OutcomeOf(IReadOnlyList<Divergence> divergences) =>
        divergences.Count == 0 ? Outcome.Match
        : Has(divergences, Standing.Stable) ? Outcome.Diverged
        : Has(divergences, Standing.State) ? Outcome.State
        : Has(divergences, Standing.Transient) ? Outcome.Transient
        : Outcome.OnPurpose;

    private static bool Has(IReadOnlyList<Divergence> divergences, Standing standing) =>
        divergences.Any(divergence => divergence.IsOpen && divergence.Standing == standing);
}
