namespace Strangler.ShadowDiff.Model;

/// <summary>The result of comparing one pair.</summary>
/// <param name="Outcome">What it came to; null when it could not be compared.</param>
/// <param name="Divergences">One for each fingerprint.</param>
/// <param name="Suppressed">Names of the volatile rules, and learned places, that covered a difference.</param>
/// <param name="NotComparable">Why it could not be compared.</param>
internal sealed record Comparison(
    Outcome? Outcome, IReadOnlyList<Divergence> Divergences, IReadOnlySet<string> Suppressed, UncomparedReason? NotComparable = null)
{
    /// <summary>Where the volatile rules covered one.</summary>
    public IReadOnlyList<Location> SuppressedAt { get; init; } = [];

    public IEnumerable<Divergence> Open => Divergences.Where(divergence => divergence.IsOpen);

    /// <summary>Of two answers without any difference, which most are.</summary>
    public static Comparison Equal { get; } = Of([], new HashSet<string>());

    public static Comparison Of(IReadOnlyList<Divergence> divergences, IReadOnlySet<string> suppressed) => new(OutcomeOf(divergences), divergences, suppressed);

    public static Comparison Without(UncomparedReason reason) => new(null, [], new HashSet<string>(), reason);

    private static Outcome OutcomeOf(IReadOnlyList<Divergence> divergences) =>
        divergences.Count == 0 ? Model.Outcome.Match
        : Has(divergences, Sighting.Stable) ? Model.Outcome.Diverged
        : Has(divergences, Sighting.State) ? Model.Outcome.State
        : Has(divergences, Sighting.Transient) ? Model.Outcome.Transient
        : Model.Outcome.OnPurpose;

    private static bool Has(IReadOnlyList<Divergence> divergences, Sighting sighting) =>
        divergences.Any(divergence => divergence.IsOpen && divergence.Sighting == sighting);
}
