namespace Strangler.ShadowDiff.Model;

/// <summary>What judging a pinned exchange by shape came to. The text form is kebab-case.</summary>
internal enum ShapeOutcome
{
    /// <summary>Too little is known of the other side: the answer teaches its own side's shape, and nothing was judged.</summary>
    Learned,

    /// <summary>It is like the other side's answers.</summary>
    Match,

    /// <summary>It is not, and a rule says of each difference that it is meant.</summary>
    OnPurpose,

    /// <summary>It is not.</summary>
    Diverged,
}

/// <summary>Names a count of pinned exchanges: <c>pinned-modern-match</c>.</summary>
internal static class PinnedCount
{
    /// <summary>All of them, legacy's first, each side's in the order of <see cref="ShapeOutcome"/>.</summary>
    public static readonly string[] Names =
        [.. from side in Enum.GetValues<Side>() from outcome in Enum.GetValues<ShapeOutcome>() select $"pinned-{KebabName<Side>.Of(side)}-{KebabName<ShapeOutcome>.Of(outcome)}"];

    private static readonly int Outcomes = Enum.GetValues<ShapeOutcome>().Length;

    /// <summary>Its place in <see cref="Names"/>.</summary>
    public static int IndexOf(Side side, ShapeOutcome outcome) => ((int)side * Outcomes) + (int)outcome;

    /// <summary>What a name says; null for the name of another count.</summary>
    public static (Side Side, ShapeOutcome Outcome)? Of(string name) =>
        Array.IndexOf(Names, name) is var index and >= 0 ? ((Side)(index / Outcomes), (ShapeOutcome)(index % Outcomes)) : null;
}
