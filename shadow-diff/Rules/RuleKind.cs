namespace Strangler.ShadowDiff.Rules;

/// <summary>Why a difference may be.</summary>
internal enum RuleKind
{
    /// <summary>It differs between two runs of the same side: counted as suppressed, and otherwise no divergence.</summary>
    Volatile,

    /// <summary>Modern is meant to differ: stored and shown under the rule's name, never as a match.</summary>
    OnPurpose,
}
