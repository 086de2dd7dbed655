using Strangler.ShadowDiff.Recording;

namespace Strangler.ShadowDiff.Rerun;

/// <summary>Both sides asked again. It is in no count: a person's question is no traffic.</summary>
/// <param name="At">When.</param>
/// <param name="Failure">Why a side gave no answer, or why it was not asked; null when both did.</param>
/// <param name="Legacy">Legacy's answer; null with a failure.</param>
/// <param name="Modern">Modern's answer; null with a failure.</param>
/// <param name="Divergences">By the same rules as live traffic; empty with a failure.</param>
/// <param name="LeftOut">Headers that were not stored and so not sent.</param>
public sealed record RerunResult(
    DateTimeOffset At, string? Failure, StoredResponse? Legacy, StoredResponse? Modern, IReadOnlyList<RerunDivergence> Divergences, IReadOnlyList<string> LeftOut);

/// <summary>A divergence that the re-run showed.</summary>
/// <param name="Fingerprint">Its name.</param>
/// <param name="Kind">In what way the sides disagree.</param>
/// <param name="Path">Where, with wildcards.</param>
/// <param name="OnPurpose">The rule that says it is meant; null for the others.</param>
public sealed record RerunDivergence(string Fingerprint, string Kind, string Path, string? OnPurpose);
