namespace Strangler.ShadowDiff.Compare;

/// <summary>A disagreement as the comparison found it, before any rule has looked at it.</summary>
/// <param name="At">Where.</param>
/// <param name="Kind">In what way.</param>
/// <param name="Legacy">Legacy's value in text, null where it has none.</param>
/// <param name="Modern">Modern's value in text, null where it has none.</param>
internal sealed record Difference(Location At, DivergenceKind Kind, string? Legacy, string? Modern);
