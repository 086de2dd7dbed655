namespace Strangler.Contract;

/// <summary>How far a route has moved from legacy to modern (docs/architecture.md). Any stage may go straight back to <see cref="Legacy"/>.</summary>
public enum Stage
{
    /// <summary>Legacy answers; nothing is compared.</summary>
    Legacy,

    /// <summary>Legacy answers; modern is compared.</summary>
    Shadow,

    /// <summary>Modern answers a share of the clients as at <see cref="Live"/>, legacy the others as at <see cref="Shadow"/>.</summary>
    Canary,

    /// <summary>Modern answers; legacy is compared where that changes nothing.</summary>
    Live,

    /// <summary>Modern answers; legacy may be gone.</summary>
    Complete,
}
