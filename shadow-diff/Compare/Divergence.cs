namespace Strangler.ShadowDiff.Compare;

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
