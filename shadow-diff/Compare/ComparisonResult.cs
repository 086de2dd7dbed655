using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Compare;

/// <summary>What the comparison of one pair came to.</summary>
/// <param name="Outcome">Match, diverged, or on purpose; null when the pair cannot be compared.</param>
/// <param name="Divergences">One for each fingerprint.</param>
/// <param name="Suppressed">Names of the volatile rules that covered a difference.</param>
/// <param name="NotComparable">Why it cannot be compared, as the coverage names it; null when it was.</param>
public sealed record ComparisonResult(Outcome? Outcome, IReadOnlyList<FoundDivergence> Divergences, IReadOnlyCollection<string> Suppressed, string? NotComparable);

/// <summary>A disagreement that counts, in the words of the reports and of <c>rules.json</c>.</summary>
/// <param name="Fingerprint">The same for the same disagreement in any exchange.</param>
/// <param name="Kind">In what way, e.g. <c>missing</c>.</param>
/// <param name="At">Where, with wildcards: what a rule's <c>at</c> would say.</param>
/// <param name="Path">Where in this exchange, e.g. <c>body /files/0/name</c>.</param>
/// <param name="LegacyValue">Legacy's value in text, null where it has none.</param>
/// <param name="ModernValue">Modern's value in text, null where it has none.</param>
/// <param name="OnPurpose">The rule that says it is meant, e.g. <c>Q9</c>; null for an open one.</param>
public sealed record FoundDivergence(
    string Fingerprint, string Kind, string At, string Path, string? LegacyValue, string? ModernValue, string? OnPurpose);
