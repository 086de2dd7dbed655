namespace Strangler.Contract;

/// <summary>One flag as it stands in the text of <c>features.json</c>, with the places of the two values that a cutover edits.</summary>
/// <param name="Id">The flag's id, e.g. <c>cutover.status</c>; null when it has none.</param>
/// <param name="Enabled">The value of <c>enabled</c>; off when absent, as FeatureManagement reads it.</param>
/// <param name="EnabledAt">Bytes of the value of <c>enabled</c>; empty when absent.</param>
/// <param name="Variant">The value of <c>allocation.default_when_enabled</c>.</param>
/// <param name="VariantAt">Bytes of that value with its quotes; empty when absent.</param>
internal sealed record FeatureFlag(string? Id, bool Enabled, Range EnabledAt, string? Variant, Range VariantAt)
{
    public const string CutoverPrefix = "cutover.";
    public const string LegacyOnly = "legacy-only";

    /// <summary>The route whose cutover this flag steers; null for another flag.</summary>
    public string? Route => Id?.StartsWith(CutoverPrefix, StringComparison.Ordinal) == true ? Id[CutoverPrefix.Length..] : null;

    /// <summary>The stage that the flag puts its route in, by name.</summary>
    public string Stage => Enabled && Variant is not null ? Variant : Contract.Stage.Legacy.Name();
}
