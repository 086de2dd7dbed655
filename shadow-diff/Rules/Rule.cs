using System.Collections.Frozen;
using Strangler.ShadowDiff.Model;

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

    /// <summary>Null for whatever stands around its places.</summary>
    public Surroundings? Beside { get; init; }

    public required LocationPattern At { get; init; }

    /// <summary>Places of these that it does not cover.</summary>
    public IReadOnlyList<LocationPattern> Except { get; init; } = [];

    /// <summary>Null for every kind of divergence.</summary>
    public FrozenSet<DivergenceKind>? Kinds { get; init; }

    public required RuleAction Action { get; init; }

    /// <summary>The member that tells elements apart, with <see cref="RuleAction.Keyed"/>.</summary>
    public string? Key { get; init; }

    /// <summary>The values that pass, with the actions that look at values.</summary>
    public IAllowance? Allowance { get; init; }

    public required string Reason { get; init; }

    public string? Owner { get; init; }

    /// <summary>The last day on which it works.</summary>
    public DateOnly? Expires { get; init; }

    /// <summary>The routes whose earlier requests it asks about.</summary>
    public IEnumerable<string> LooksBackTo =>
    [
        .. When?.After is var (route, _) ? [route] : (string[])[],
        .. Allowance is RangeAllowance { Since: { } since } ? [since] : (string[])[],
        .. Allowance is SameAsAllowance { As: SameAs.Asked } ? Routes ?? [] : [],
    ];

    public bool IsExpired(DateOnly today) => today > Expires;

    public bool IsOf(string route) => Routes?.Contains(route) ?? true;

    /// <summary>Whether the difference is of the kind and at a place that the rule is about.</summary>
    public bool LooksAt(Difference difference) =>
        (Kinds?.Contains(difference.Kind) ?? true) && At.Matches(difference) && !Except.Any(place => place.Matches(difference));

    /// <summary>Whether its action covers a difference that it looks at.</summary>
    public bool Allows(Difference difference, RuledExchange exchange) => IsAllowed(difference, exchange) && (Beside?.Hold(difference, exchange) ?? true);

    private bool IsAllowed(Difference difference, RuledExchange exchange) => Action switch
    {
        RuleAction.Ignore => true,
        RuleAction.TypeOnly => difference.Kind is DivergenceKind.Value or DivergenceKind.Shape,
        RuleAction.Set or RuleAction.Keyed => difference.Kind == DivergenceKind.Order,
        _ => Allowance!.Covers(difference, exchange),
    };
}

/// <summary>Why a difference may be.</summary>
internal enum RuleKind
{
    /// <summary>It differs between two runs of the same side: counted as suppressed, and otherwise no divergence.</summary>
    Volatile,

    /// <summary>Modern is meant to differ: stored and shown under the rule's name, never as a match.</summary>
    OnPurpose,
}
