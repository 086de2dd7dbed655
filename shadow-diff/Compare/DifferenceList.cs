using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Secrets;

namespace Strangler.ShadowDiff.Compare;

/// <summary>
/// Collects what two answers differ in: judged by the rules at once and grouped by place and kind, so that two unlike documents cannot fill the
/// memory, and what a rule covers takes nobody's room.
/// </summary>
internal sealed class DifferenceList(ActiveRules rules)
{
    /// <summary>Divergences of an answer that are not critical; those that are have as much room again.</summary>
    public const int Limit = 200;

    /// <summary>Differences of an answer that are looked at.</summary>
    private const int MostSeen = 5_000;

    private readonly OrderedDictionary<(string At, DivergenceKind Kind, string? Rule), Difference> _divergences = [];
    private readonly List<Location> _suppressedAt = [];
    private SortedSet<string>? _suppressed;
    private int _seen;
    private int _critical;
    private bool _hasMore;

    /// <summary>Whether looking further tells nothing new.</summary>
    public bool IsFull => _seen > MostSeen || (_critical >= Limit && _divergences.Count - _critical >= Limit);

    public void Add(Location at, DivergenceKind kind, string? legacy, string? modern)
    {
        if (++_seen > MostSeen)
        {
            _hasMore = true;
            return;
        }

        var difference = new Difference(at, kind, legacy, modern);
        var rule = rules.Covering(difference);
        if (rule is not { Kind: RuleKind.Volatile })
        {
            Add(difference, rule);
            return;
        }

        (_suppressed ??= new(StringComparer.Ordinal)).Add(rule.Name);
        _suppressedAt.Add(at);
    }

    /// <param name="pair">The answers.</param>
    /// <param name="secrets">Member names that are not shown.</param>
    public Comparison Of(ResponsePair pair, SecretNames secrets)
    {
        if (_seen == 0)
            return Comparison.Equal;

        if (_hasMore)
            _divergences.TryAdd((Location.Body.ToString(), DivergenceKind.TooMany, null), new(Location.Body, DivergenceKind.TooMany, null, null));

        return Comparison.Of([.. _divergences.Select(one => Of(pair, one.Key, one.Value, secrets))], _suppressed ?? []) with { SuppressedAt = _suppressedAt };
    }

    private void Add(Difference difference, Rule? rule)
    {
        // Grouped by the rule's own location: what is meant once is not listed key by key.
        var key = (rule?.At.ToString() ?? difference.At.ToPattern(), difference.Kind, rule?.Name);
        if (_divergences.ContainsKey(key))
            return;

        var isCritical = rule is null && Severity.IsCritical(difference.Kind, key.Item1);
        if ((isCritical ? _critical : _divergences.Count - _critical) >= Limit)
        {
            _hasMore = true;
            return;
        }

        _divergences.Add(key, difference);
        _critical += isCritical ? 1 : 0;
    }

    private static Divergence Of(ResponsePair pair, (string At, DivergenceKind Kind, string? Rule) key, Difference difference, SecretNames secrets) =>
        new(Fingerprint.Of(pair, key.At, key.Kind, key.Rule), key.Rule is null ? secrets.OutOfPath(key.At) : key.At, difference, key.Rule);
}
