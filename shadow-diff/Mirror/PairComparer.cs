using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Mirror;

/// <summary>Compares by the rules in force today.</summary>
internal sealed class PairComparer(RulesInForce rules, TimeProvider time)
{
    public Comparison Compare(ResponsePair pair) =>
        ResponseComparer.Compare(pair, rules.Current, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
}
