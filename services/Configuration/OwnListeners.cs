using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Strangler.Services.Configuration;

/// <summary>The ports that the program itself listens on. The host says which; without one there are none.</summary>
public interface IOwnListeners
{
    /// <summary>Whether this port is one of them.</summary>
    bool HasPort(int port);
}

/// <summary>
/// Tells the program's own listeners among the backup servers that clients name: one that has itself connected to reaches a port that only
/// this machine may, and makes a request wait for itself.
/// </summary>
internal sealed class OwnServers(IOwnListeners? listeners = null)
{
    /// <summary>Names are looked up, but only where the port is one of ours.</summary>
    public bool Include(string host, int port) => listeners?.HasPort(port) == true && AddressesOf(host).Any(IsOfThisMachine);

    private static IPAddress[] AddressesOf(string host)
    {
        if (IPAddress.TryParse(host, out var address))
            return [address];

        try
        {
            return Dns.GetHostAddresses(host);
        }
        catch (Exception ex) when (ex is SocketException or ArgumentException)
        {
            return [];
        }
    }

    private static bool IsOfThisMachine(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IPAddress.IsLoopback(plain) || plain.Equals(IPAddress.Any) || plain.Equals(IPAddress.IPv6Any)
            || NetworkInterface.GetAllNetworkInterfaces().SelectMany(network => network.GetIPProperties().UnicastAddresses).Any(own => own.Address.Equals(plain));
    }
}
