using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Rules;

/// <summary>The rules in force for one exchange on one day.</summary>
internal sealed class ActiveRules(Rule[] rules)
{
    private readonly Rule[] _arrays = [.. rules.Where(rule => rule.Action is RuleAction.Set or RuleAction.Keyed)];

    /// <summary>The rule that covers a difference, or null.</summary>
    public Rule? Covering(Difference difference) => Array.Find(rules, rule => rule.Covers(difference));

    /// <summary>Whether the array at this place is a set.</summary>
    public bool IsSet(JsonPath path) => ForArray(path)?.Action == RuleAction.Set;

    /// <summary>The member that tells the elements of the array at this place apart, or null.</summary>
    public string? KeyOf(JsonPath path) => ForArray(path)?.Key;

    private Rule? ForArray(JsonPath path) => _arrays.Length == 0 ? null : Array.Find(_arrays, rule => rule.At.Matches(path));
}
