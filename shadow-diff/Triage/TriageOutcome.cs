namespace Strangler.ShadowDiff.Triage;

/// <summary>What became of a request to change a state.</summary>
/// <param name="Entry">In force now; null when it was refused.</param>
/// <param name="Refusal">Why not, and what to do.</param>
/// <param name="IsUnknown">True when there is no such fingerprint.</param>
public sealed record TriageOutcome(TriageEntry? Entry, string? Refusal = null, bool IsUnknown = false);
