namespace Strangler.ShadowDiff.Model;

/// <summary>What the same backups on both sides have shown of a route.</summary>
/// <param name="At">When it was recorded.</param>
/// <param name="Who">Who ran them.</param>
/// <param name="Jobs">Jobs on each side.</param>
/// <param name="Compared">Steps that were compared.</param>
/// <param name="Diverged">Those that differ, and no rule means them to.</param>
/// <param name="Divergences">Some of the differences, as kind and place.</param>
public sealed record TraceEvidence(DateTimeOffset At, string Who, int Jobs, long Compared, long Diverged, IReadOnlyList<string> Divergences);
