using System.Net;
using System.Net.Sockets;
using Strangler.Launcher.Exit;

namespace Strangler.Launcher.Children;

/// <summary>Reports a port that is taken before anything is started, rather than in a child's log.</summary>
internal static class Ports
{
    /// <exception cref="LauncherException">Someone listens there already.</exception>
    public static void EnsureFree(Uri address, string what, string option)
    {
        if (!IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
            ip = IPAddress.Loopback;

        using var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (OperatingSystem.IsWindows())
            socket.ExclusiveAddressUse = true;
        try
        {
            socket.Bind(new IPEndPoint(ip, address.Port));
            socket.Listen();
        }
        catch (SocketException exception)
        {
            throw new LauncherException(exception.SocketErrorCode is SocketError.AddressAlreadyInUse
                ? $"port {address.Port} ({what}) is in use: end what listens there ({FindOwner(address.Port)}) or choose another port with {option}."
                : $"cannot listen on {address.Host}:{address.Port} ({what}): {exception.Message}; choose another with {option}.");
        }
    }

    private static string FindOwner(int port) => OperatingSystem.IsWindows()
        ? $"netstat -ano | findstr :{port}"
        : $"ss -ltnp 'sport = :{port}'";
}
