using System.Net;

namespace Strangler.Contract;

/// <summary>One flag as it stands in the text of <c>features.json</c>, with the places of the values that a cutover edits.</summary>
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

    /// <summary>The value of <c>allocation.percentile[0].to</c>; null when absent, or none that a canary may have.</summary>
    public decimal? Percentage { get; init; }

    /// <summary>Bytes of <c>allocation.percentile</c>; empty when absent.</summary>
    public Range PercentileAt { get; init; }

    /// <summary>Whether <c>variants</c> names canary: a flag that was written before there was one does not.</summary>
    public bool HasCanary { get; init; }

    /// <summary>Where <c>variants</c> may get another entry, behind the first one; null when it has none.</summary>
    public int? NextVariantAt { get; init; }

    /// <summary>The names in <c>allocation.group</c>.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The route's stage as it is shown; a percentage that counts for nothing is left out.</summary>
    public string Shown => Stage == Contract.Stage.Canary.Name() && Percentage is { } percentage ? new RouteStage(Contract.Stage.Canary, percentage).ToString() : Stage;

    /// <summary>What keeps the flag from being at canary, as sentences without an end; empty at another stage.</summary>
    public IEnumerable<string> CanaryFaults()
    {
        if (Stage != Contract.Stage.Canary.Name())
            yield break;

        if (!HasCanary)
            yield return $"the flag '{Id}' is at canary, which its variants do not name; add {{ \"name\": \"canary\" }} to them";
        if (Percentage is null)
            yield return $"the flag '{Id}' is at canary without a percentage; add {FeaturesFile.Percentile("5")} to its allocation, with {RouteStage.Percentages}";
        foreach (var group in Groups.Where(group => !IPNetwork.TryParse(group, out _)))
            yield return $"the flag '{Id}' has the group '{group}'; a group is a network of clients, such as 10.1.0.0/16";
    }
}
