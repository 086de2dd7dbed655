using Strangler.ShadowDiff.Compare;

namespace Strangler.ShadowDiff.Rules;

/// <summary>The rules in force for one exchange on one day.</summary>
internal sealed class ActiveRules(Rule[] rules)
{
    private readonly Rule[] _sets = [.. rules.Where(rule => rule.Action == RuleAction.Set)];

    /// <summary>The rule that covers a difference, or null.</summary>
    public Rule? Covering(Difference difference) => Array.Find(rules, rule => rule.Covers(difference));

    /// <summary>Whether the array at this place is a set.</summary>
    public bool IsSet(JsonPath path) => _sets.Length > 0 && Array.Exists(_sets, rule => rule.At.Matches(path));
}
