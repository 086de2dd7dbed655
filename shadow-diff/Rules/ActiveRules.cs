using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Rules;

/// <summary>A route's rules for one exchange on one day. Nothing is asked of the exchange before there is a difference to cover.</summary>
/// <param name="rules">The route's.</param>
/// <param name="exchange">The exchange.</param>
/// <param name="today">In UTC.</param>
internal sealed class ActiveRules(RouteRules rules, RuledExchange exchange, DateOnly today)
{
    private bool?[]? _apply;

    /// <summary>The rule that covers a difference, or null.</summary>
    public Rule? Covering(Difference difference)
    {
        for (var i = 0; i < rules.All.Length; i++)
        {
            if (rules.All[i].LooksAt(difference) && Apply(i) && rules.All[i].Allows(difference, exchange))
                return rules.All[i];
        }

        return null;
    }

    /// <summary>Whether the array at this place is a set.</summary>
    public bool IsSet(JsonPath path) => ForArray(path)?.Action == RuleAction.Set;

    /// <summary>The member that tells the elements of the array at this place apart, or null.</summary>
    public string? KeyOf(JsonPath path) => ForArray(path)?.Key;

    private Rule? ForArray(JsonPath path)
    {
        foreach (var i in rules.Arrays)
        {
            if (rules.All[i].At.Matches(path) && Apply(i))
                return rules.All[i];
        }

        return null;
    }

    private bool Apply(int rule) =>
        (_apply ??= new bool?[rules.All.Length])[rule] ??= !rules.All[rule].IsExpired(today) && (rules.All[rule].When?.Holds(exchange) ?? true);
}

/// <summary>The rules of one route, in their order.</summary>
internal sealed class RouteRules(Rule[] all)
{
    public Rule[] All { get; } = all;

    /// <summary>Which of them say how an array is compared.</summary>
    public int[] Arrays { get; } = [.. all.Index().Where(rule => rule.Item.Action is RuleAction.Set or RuleAction.Keyed).Select(rule => rule.Index)];
}
