using System.Net;
using System.Net.Sockets;

namespace Strangler.Benchmarks.Growth;

/// <summary>Connections that have had one answer, and wait for nothing.</summary>
internal sealed class IdleConnections : IDisposable
{
    private readonly List<Socket> _sockets = [];

    public static async Task<IdleConnections> OpenAsync(Uri target, string path, int count)
    {
        var connections = new IdleConnections();
        var request = LoadRequest.Get(target, path);
        var buffer = new byte[16 * 1024];
        try
        {
            for (var i = 0; i < count; i++)
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(true, 0) }; // no port waits for its end
                connections._sockets.Add(socket);
                await socket.ConnectAsync(IPAddress.Parse(target.Host), target.Port);
                await socket.SendAsync(request.Head);
                await socket.ReceiveAsync(buffer);
            }

            return connections;
        }
        catch
        {
            connections.Dispose();
            throw;
        }
    }

    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());
}
