using System.Collections.Concurrent;
using System.Collections.Frozen;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Rules;

/// <summary>All rules, in an order of their own: where two cover the same difference, what is meant is shown before what is noise.</summary>
/// <param name="rules">The rules.</param>
/// <param name="redaction">What is taken out of stored exchanges; null for the usual.</param>
/// <param name="version">Tells the text that they were read from from any other; empty where there is none.</param>
internal sealed class RuleSet(IEnumerable<Rule> rules, RedactionRules? redaction = null, string version = "")
{
    public static readonly RuleSet Empty = new([]);

    private readonly Rule[] _rules = [.. rules.OrderByDescending(rule => rule.Kind).ThenBy(rule => rule.Name, StringComparer.Ordinal)];

    public IReadOnlyList<Rule> Rules => _rules;

    /// <summary>The same for the same text, another one for another.</summary>
    public string Version { get; } = version;

    private readonly ConcurrentDictionary<string, RouteRules> _routes = new(StringComparer.Ordinal);

    /// <summary>What is taken out of stored exchanges.</summary>
    public RedactionRules Redaction { get; } = redaction ?? RedactionRules.Default;

    /// <summary>Of several files together.</summary>
    public static RuleSet Of(IReadOnlyList<RuleSet> files) => new(files.SelectMany(file => file.Rules), RedactionRules.Of([.. files.Select(file => file.Redaction)]));

    /// <param name="pair">The exchange.</param>
    /// <param name="today">In UTC.</param>
    /// <param name="seen">What was seen before; null where an exchange stands for itself.</param>
    public ActiveRules For(ResponsePair pair, DateOnly today, SeenValues? seen = null) =>
        new(_routes.GetOrAdd(pair.Route, static (route, rules) => new RouteRules([.. rules.Where(rule => rule.IsOf(route))]), _rules), new(pair, seen), today);

    /// <summary>The routes to whose last request a rule looks back.</summary>
    public FrozenSet<string> LookedBackTo { get; } = rules.SelectMany(rule => rule.LooksBackTo).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Rules that have stopped working.</summary>
    public IEnumerable<Rule> Expired(DateOnly today) => _rules.Where(rule => rule.IsExpired(today));
}
