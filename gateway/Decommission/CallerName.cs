using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Strangler.Gateway.Decommission;

/// <summary>Who asked, as far as it may be kept. Of what a program says of itself only a name and a version are: the rest may be anything, a secret too.</summary>
internal static partial class CallerName
{
    public const string Others = "others";

    private const int BytesOfNetwork = 3, BytesOfNetworkIPv6 = 6;

    public static string Of(IPAddress? address, string? userAgent, string kept) =>
        string.Join(' ', new[] { Place(address, kept), Program(userAgent) }.Where(part => part.Length > 0));

    private static string Place(IPAddress? address, string kept)
    {
        if (address is null || kept == DecommissionOptions.Nobody)
            return "";

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (kept == DecommissionOptions.Address || IPAddress.IsLoopback(plain))
            return plain.ToString();

        var bytes = plain.GetAddressBytes();
        var network = plain.AddressFamily == AddressFamily.InterNetwork ? BytesOfNetwork : BytesOfNetworkIPv6;
        bytes.AsSpan(network).Clear();
        return $"{new IPAddress(bytes)}/{network * 8}";
    }

    private static string Program(string? userAgent) =>
        string.IsNullOrEmpty(userAgent) ? "no-name"
        : userAgent.StartsWith("Mozilla/", StringComparison.Ordinal) ? "browser"
        : Product().Match(userAgent) is { Success: true } product ? product.Value
        : "other";

    /// <summary>RFC 9110 10.1.5: a product, with a version of digits.</summary>
    [GeneratedRegex(@"^[A-Za-z][A-Za-z_.-]{0,30}(/[0-9][0-9.]{0,15})?(?=$|[ (])")]
    private static partial Regex Product();
}
