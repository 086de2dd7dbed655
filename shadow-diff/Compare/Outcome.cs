namespace Strangler.ShadowDiff.Compare;

/// <summary>What a comparison came to.</summary>
public enum Outcome
{
    /// <summary>No divergence but volatile ones.</summary>
    Match,

    /// <summary>At least one divergence that no rule covers.</summary>
    Diverged,

    /// <summary>Divergences, and each is covered by a rule that says they are meant.</summary>
    OnPurpose,
}
