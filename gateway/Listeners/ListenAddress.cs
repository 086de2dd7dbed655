using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Strangler.Gateway.Listeners;

/// <summary>Turns <c>http://host:port</c> of a setting into the address that Kestrel listens on.</summary>
internal static class ListenAddress
{
    public static IPEndPoint Parse(string url) =>
        TryParse(url, out var address, out var reason) ? address : throw new FormatException($"{url}: {reason}");

    public static bool TryParse(string url, [NotNullWhen(true)] out IPEndPoint? address, out string reason)
    {
        address = null;
        reason = "write http://host:port, for example http://127.0.0.1:9090";
        if (!TryParseBinding(url, out var binding) || binding.Scheme != "http" || binding.PathBase.Length > 0)
            return false;

        reason = "the port must be 0 to 65535";
        if (binding.Port is < 0 or > IPEndPoint.MaxPort)
            return false;

        reason = "the host must be an IP address, localhost or *";
        if (HostAddress(binding.Host) is not { } host)
            return false;

        address = new IPEndPoint(host, binding.Port);
        return true;
    }

    private static bool TryParseBinding(string url, [NotNullWhen(true)] out BindingAddress? binding)
    {
        binding = null;
        try
        {
            binding = BindingAddress.Parse(url);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static IPAddress? HostAddress(string host) => host switch
    {
        "localhost" => IPAddress.Loopback,
        "*" or "+" => Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any,
        _ => IPAddress.TryParse(host, out var address) ? address : null,
    };
}
