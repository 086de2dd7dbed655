using System.Globalization;
using System.Net;
using System.Net.Sockets;

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

    /// <summary>The same number as it is written, whatever it is; null when absent.</summary>
    public string? To { get; init; }

    /// <summary>Bytes of <c>allocation.percentile</c>; empty when absent.</summary>
    public Range PercentileAt { get; init; }

    /// <summary>Whether <c>variants</c> names canary: a flag that was written before there was one does not.</summary>
    public bool HasCanary { get; init; }

    /// <summary>Where <c>variants</c> may get another entry, behind the first one; null when it has none.</summary>
    public int? NextVariantAt { get; init; }

    /// <summary>The names in <c>allocation.user</c>.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>The names in <c>allocation.group</c>.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The route's stage as it is shown; a percentage that counts for nothing is left out.</summary>
    public string Shown => Stage == Contract.Stage.Canary.Name() && Percentage is { } percentage ? new RouteStage(Contract.Stage.Canary, percentage).ToString() : Stage;

    /// <summary>What keeps the flag from being at canary, as sentences without an end; empty at another stage.</summary>
    /// <param name="usersAreAddresses">Whether a client's name is its address (<c>Gateway:CanaryBy</c>).</param>
    public IEnumerable<string> CanaryFaults(bool usersAreAddresses)
    {
        if (Stage != Contract.Stage.Canary.Name())
            yield break;

        if (!HasCanary)
            yield return $"the flag '{Id}' is at canary, which its variants do not name; add {{ \"name\": \"canary\" }} to them";
        if (Percentage is null && To is not null)
            yield return $"the flag '{Id}' is at canary with the percentage {To}; give {RouteStage.Percentages}";
        else if (Percentage is null)
            yield return $"the flag '{Id}' is at canary without a percentage; add {FeaturesFile.Percentile("5")} to its allocation, with {RouteStage.Percentages}";
        foreach (var group in Groups.Where(group => !(IPNetwork.TryParse(group, out var network) && IsSame(group, $"{network}"))))
            yield return $"the flag '{Id}' has the group '{group}'; a group is a network of clients, such as {NetworkAround(group) ?? "10.1.0.0/16"}";
        foreach (var user in usersAreAddresses ? Users.Where(user => !IsAddress(user)) : [])
            yield return $"the flag '{Id}' has the user '{user}', which is no client's name: by Gateway:CanaryBy that is its address, such as {(IsAddress(user.Trim()) ? user.Trim() : "10.1.0.7")}";
    }

    /// <summary>Whether it is an address as a client's is written: without blanks, leading zeros and the form of IPv4 in IPv6.</summary>
    private static bool IsAddress(string user) => IPAddress.TryParse(user, out var address) && !address.IsIPv4MappedToIPv6 && $"{address}" == user;

    private static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    /// <summary>The network that an address with a length of prefix lies in; null for what is none.</summary>
    private static string? NetworkAround(string group)
    {
        if (group.Split('/') is not [var text, var length] || !IPAddress.TryParse(text, out var address) || (address.AddressFamily == AddressFamily.InterNetwork && text != $"{address}"))
            return null;

        var bytes = address.GetAddressBytes();
        if (!int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) || prefix > bytes.Length * 8)
            return null;

        for (var bit = prefix; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return $"{new IPAddress(bytes)}/{prefix}";
    }
}
