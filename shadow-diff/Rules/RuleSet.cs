using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Rules;

/// <summary>All rules, in an order of their own: where two cover the same difference, what is meant is shown before what is noise.</summary>
internal sealed class RuleSet(IEnumerable<Rule> rules, RedactionRules? redaction = null)
{
    public static readonly RuleSet Empty = new([]);

    private readonly Rule[] _rules = [.. rules.OrderByDescending(rule => rule.Kind).ThenBy(rule => rule.Name, StringComparer.Ordinal)];

    public IReadOnlyList<Rule> Rules => _rules;

    /// <summary>What is taken out of stored exchanges.</summary>
    public RedactionRules Redaction { get; } = redaction ?? RedactionRules.Default;

    /// <summary>Of several files together.</summary>
    public static RuleSet Of(IReadOnlyList<RuleSet> files) => new(files.SelectMany(file => file.Rules), RedactionRules.Of([.. files.Select(file => file.Redaction)]));

    public ActiveRules For(ResponsePair pair, DateOnly today) =>
        new([.. _rules.Where(rule => rule.AppliesTo(pair) && !rule.IsExpired(today))]);

    /// <summary>Rules that have stopped working.</summary>
    public IEnumerable<Rule> Expired(DateOnly today) => _rules.Where(rule => rule.IsExpired(today));
}
