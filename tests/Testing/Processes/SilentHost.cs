using System.Net;
using System.Net.Sockets;

namespace Strangler.Testing.Processes;

/// <summary>
/// A loopback port where a connection is neither accepted nor refused: its queue is full. Linux only: Windows refuses instead.
/// </summary>
public sealed class SilentHost : IDisposable
{
    private readonly Socket _listener = New();
    private readonly List<Socket> _waiting = [];

    public SilentHost()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(backlog: 0);
        for (var i = 0; i < 3; i++)
        {
            var socket = New();
            socket.Blocking = false;
            _waiting.Add(socket);
            try
            {
                socket.Connect(_listener.LocalEndPoint!);
            }
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
                // The queue takes it, or leaves it waiting: both are wanted.
            }
        }
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public void Dispose()
    {
        _waiting.ForEach(socket => socket.Dispose());
        _listener.Dispose();
    }

    private static Socket New() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
}
