using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Tests.Compare;

/// <summary>Compares and writes what was found in one line: <c>type body /a; missing body /b/0</c>.</summary>
internal static class Found
{
    public static readonly DateOnly Today = new(2026, 11, 23);

    public static Comparison Compare(ResponsePair pair, RuleSet? rules = null) => ResponseComparer.Compare(pair, rules ?? RuleSet.Empty, Today);

    public static string In(ResponsePair pair, RuleSet? rules = null) => string.Join(
        "; ",
        Compare(pair, rules).Divergences.Select(divergence =>
            $"{KebabName<DivergenceKind>.Of(divergence.Difference.Kind)} {divergence.Difference.At}{(divergence.OnPurpose is { } rule ? $" [{rule}]" : "")}"));
}
