using System.Net;
using System.Net.Sockets;

namespace Strangler.Testing.Processes;

/// <summary>
/// A loopback port that refuses connections until <see cref="Open"/>: held, so that nobody else can listen there, and no connection of
/// somebody else's gets it for its own end. Who is told of it, and binds as servers do (<c>SO_REUSEADDR</c>), may listen there in turns.
/// </summary>
public sealed class ReservedPort : IDisposable
{
    private readonly Socket _holder;
    private Socket? _listener;

    public ReservedPort() => _holder = Bind(0);

    public int Port => ((IPEndPoint)_holder.LocalEndPoint!).Port;

    /// <summary>From now on connections are accepted by the system, and nobody answers.</summary>
    public void Open()
    {
        _listener = Bind(Port);
        _listener.Listen();
    }

    /// <summary>The next connection; the port must be open.</summary>
    public Task<Socket> AcceptAsync(CancellationToken cancellationToken) => _listener!.AcceptAsync(cancellationToken).AsTask();

    /// <summary>Connections are refused again.</summary>
    public void Close() => _listener?.Dispose();

    public void Dispose()
    {
        Close();
        _holder.Dispose();
    }

    /// <summary>Unix shares an address between those that do not listen by itself; Windows has to be asked.</summary>
    private static Socket Bind(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (OperatingSystem.IsWindows())
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);

        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }
}
