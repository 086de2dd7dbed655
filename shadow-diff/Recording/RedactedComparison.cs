using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Recording;

/// <summary>Comparison for whoever shows what it found.</summary>
public static class RedactedComparison
{
    /// <summary>As <see cref="ResponseComparison.ResultOf(ResponsePair)"/>, without the values that the rules do not let be kept.</summary>
    public static ComparisonResult RedactedResultOf(this ResponseComparison comparison, ResponsePair pair)
    {
        var redactor = new Redactor(comparison.Redaction, pair.Route);
        return comparison.ResultOf(pair, redactor.DifferenceOf(pair));
    }
}
