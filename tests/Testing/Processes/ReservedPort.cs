using System.Net;
using System.Net.Sockets;

namespace Strangler.Testing.Processes;

/// <summary>A loopback port that refuses connections until <see cref="Open"/>: held, so that nobody else can listen there.</summary>
public sealed class ReservedPort : IDisposable
{
    private Socket? _socket;

    public ReservedPort() => Port = Hold(0);

    public int Port { get; }

    /// <summary>From now on connections are accepted by the system, and nobody answers.</summary>
    public void Open() => _socket!.Listen();

    /// <summary>The next connection; the port must be open.</summary>
    public Task<Socket> AcceptAsync(CancellationToken cancellationToken) => _socket!.AcceptAsync(cancellationToken).AsTask();

    /// <summary>Connections are refused again.</summary>
    public void Close()
    {
        _socket!.Dispose();
        Hold(Port);
    }

    public void Dispose() => _socket?.Dispose();

    private int Hold(int port)
    {
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return ((IPEndPoint)_socket.LocalEndPoint!).Port;
    }
}
