namespace Strangler.ShadowDiff.Model;

/// <summary>What a comparison came to.</summary>
public enum Outcome
{
    /// <summary>No divergence but volatile ones.</summary>
    Match,

    /// <summary>At least one stable divergence that no rule covers.</summary>
    Diverged,

    /// <summary>Divergences, and each is covered by a rule that says they are meant.</summary>
    OnPurpose,

    /// <summary>All open divergences were gone when both sides were asked anew.</summary>
    Transient,

    /// <summary>No open divergence is stable, and at least one is of the sides' states (see <see cref="Sighting.State"/>).</summary>
    State,
}
