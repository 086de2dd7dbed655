namespace Strangler.ShadowDiff.Compare;

/// <summary>What the comparison of one pair came to.</summary>
/// <param name="Outcome">Match, diverged, or on purpose; null when the pair cannot be compared.</param>
/// <param name="Divergences">One for each fingerprint.</param>
/// <param name="Suppressed">Names of the volatile rules that covered a difference.</param>
/// <param name="NotComparable">Why it cannot be compared, as the coverage names it; null when it was.</param>
public sealed record Judgement(Outcome? Outcome, IReadOnlyList<FoundDivergence> Divergences, IReadOnlyCollection<string> Suppressed, string? NotComparable);
