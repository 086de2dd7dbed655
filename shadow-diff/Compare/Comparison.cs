namespace Strangler.ShadowDiff.Compare;

/// <summary>The result of comparing one pair.</summary>
/// <param name="Outcome">What it came to.</param>
/// <param name="Divergences">One for each fingerprint.</param>
/// <param name="Suppressed">Names of the volatile rules that covered a difference.</param>
internal sealed record Comparison(Outcome Outcome, IReadOnlyList<Divergence> Divergences, IReadOnlySet<string> Suppressed);
