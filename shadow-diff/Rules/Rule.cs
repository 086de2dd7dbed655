using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Strangler.ShadowDiff.Compare;

namespace Strangler.ShadowDiff.Rules;

/// <summary>A declared, reasoned exception from "both sides are the same".</summary>
internal sealed record Rule
{
    public required string Name { get; init; }

    public required RuleKind Kind { get; init; }

    /// <summary>Null for every route.</summary>
    public FrozenSet<string>? Routes { get; init; }

    /// <summary>Null for every exchange of its routes.</summary>
    public RuleCondition? When { get; init; }

    public required LocationPattern At { get; init; }

    /// <summary>Null for every kind of divergence.</summary>
    public FrozenSet<DivergenceKind>? Kinds { get; init; }

    public required RuleAction Action { get; init; }

    /// <summary>What legacy's value must match as a whole, with <see cref="RuleAction.Pattern"/>; null for any value.</summary>
    public Regex? LegacyPattern { get; init; }

    /// <summary>The same for modern's value.</summary>
    public Regex? ModernPattern { get; init; }

    public required string Reason { get; init; }

    public string? Owner { get; init; }

    /// <summary>The last day on which it works.</summary>
    public DateOnly? Expires { get; init; }

    public bool IsExpired(DateOnly today) => today > Expires;

    public bool AppliesTo(ResponsePair pair) => (Routes?.Contains(pair.Route) ?? true) && (When?.Holds(pair) ?? true);

    public bool Covers(Difference difference) =>
        (Kinds?.Contains(difference.Kind) ?? true) && At.Matches(difference.At) && ActionCovers(difference);

    private bool ActionCovers(Difference difference) => Action switch
    {
        RuleAction.Ignore => true,
        RuleAction.TypeOnly => difference.Kind == DivergenceKind.Value,
        RuleAction.Set => difference.Kind == DivergenceKind.Order,
        _ => difference.Kind is DivergenceKind.Value or DivergenceKind.Text && BothMatch(difference),
    };

    private bool BothMatch(Difference difference) =>
        difference is { Legacy: { } legacy, Modern: { } modern }
        && (LegacyPattern?.IsMatch(Matched(difference.At, legacy)) ?? true) && (ModernPattern?.IsMatch(Matched(difference.At, modern)) ?? true);

    /// <summary>A JSON string is matched without its quotes, its escapes as they stand; the quotes of an ETag are part of it.</summary>
    private static ReadOnlySpan<char> Matched(Location at, string value) =>
        at.Part == ResponsePart.Body && value is ['"', .., '"'] ? value.AsSpan(1, value.Length - 2) : value;
}
