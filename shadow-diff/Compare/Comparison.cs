using Strangler.ShadowDiff.Capture;

namespace Strangler.ShadowDiff.Compare;

/// <summary>The result of comparing one pair.</summary>
/// <param name="Outcome">What it came to; null when it could not be compared.</param>
/// <param name="Divergences">One for each fingerprint.</param>
/// <param name="Suppressed">Names of the volatile rules that covered a difference.</param>
/// <param name="NotComparable">Why it could not be compared.</param>
internal sealed record Comparison(
    Outcome? Outcome, IReadOnlyList<Divergence> Divergences, IReadOnlySet<string> Suppressed, UncomparedReason? NotComparable = null)
{
    public static Comparison Without(UncomparedReason reason) => new(null, [], new HashSet<string>(), reason);
}
