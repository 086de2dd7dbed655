namespace Strangler.ShadowDiff.Model;

/// <summary>A disagreement that counts: open, or meant and then carrying its rule's name.</summary>
/// <param name="Fingerprint">The same for the same disagreement in any exchange.</param>
/// <param name="At">Where, with wildcards; what a rule's <c>at</c> would say.</param>
/// <param name="Difference">The values of this exchange.</param>
/// <param name="OnPurpose">The rule that says it is meant, e.g. <c>Q9</c>.</param>
/// <param name="Sighting">What this sighting says.</param>
internal sealed record Divergence(string Fingerprint, string At, Difference Difference, string? OnPurpose, Sighting Sighting = Sighting.Stable)
{
    /// <summary>No rule says that it is meant.</summary>
    public bool IsOpen => OnPurpose is null;
}

/// <summary>A disagreement as the comparison found it, before any rule has looked at it.</summary>
/// <param name="At">Where.</param>
/// <param name="Kind">In what way.</param>
/// <param name="Legacy">Legacy's value in text, null where it has none.</param>
/// <param name="Modern">Modern's value in text, null where it has none.</param>
internal sealed record Difference(Location At, DivergenceKind Kind, string? Legacy, string? Modern)
{
    /// <summary>The parts of its place in a body.</summary>
    public string[] Segments => field ??= At.Path.Length == 0 ? [] : At.Path[1..].Split('/');
}

/// <summary>What a sighting of a divergence says about the code. The text form is kebab-case.</summary>
internal enum Sighting
{
    /// <summary>The two sides answer otherwise: it was there again when both were asked anew, or could not be asked, or nothing else was proved.</summary>
    Stable,

    /// <summary>Gone when both sides were asked anew, and legacy had become other there meanwhile; or gone, not critical, and seen a few times only.</summary>
    Transient,

    /// <summary>Seen while a write was under way, or had reached one side and not the other, and there again with other values, but no other status or type: the sides' states differ, not their code.</summary>
    State,
}
