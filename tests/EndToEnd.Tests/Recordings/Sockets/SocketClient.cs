using System.Net.WebSockets;
using System.Text;

namespace Strangler.EndToEnd.Tests.Recordings.Sockets;

/// <summary>A WebSocket of raw Engine.IO packets; answers the server's heartbeats by itself.</summary>
internal sealed class SocketClient(CancellationToken cancellationToken) : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    public static async Task<SocketClient> OpenAsync(Uri server, CancellationToken cancellationToken, string query = "")
    {
        var client = new SocketClient(cancellationToken);
        await client._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{server.Port}/socket.io/?EIO=4&transport=websocket{query}"), cancellationToken);
        return client;
    }

    /// <summary>Opened, and connected to Socket.IO: the open packet, <c>status</c> and the acknowledgement have come.</summary>
    public static async Task<SocketClient> ConnectAsync(Uri server, CancellationToken cancellationToken)
    {
        var client = await OpenAsync(server, cancellationToken);
        await client.ReceiveAsync();
        await client.SendAsync("40");
        await client.ReceiveAsync();
        await client.ReceiveAsync();
        return client;
    }

    public Task SendAsync(string packet) => _socket.SendAsync(Encoding.UTF8.GetBytes(packet), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    public Task SendBinaryAsync(byte[] data) => _socket.SendAsync(data, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);

    /// <summary>The next packet that is no heartbeat.</summary>
    public async Task<string> ReceiveAsync()
    {
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
                length += part.Count;
            }
            while (!part.EndOfMessage);

            var packet = Encoding.UTF8.GetString(_buffer, 0, length);
            if (packet != "2")
                return packet;

            await SendAsync("3");
        }
    }

    /// <summary>Reads until the server closes; with which code, and answers it.</summary>
    public async Task<int?> CloseAsync()
    {
        while (await _socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken) is { MessageType: not WebSocketMessageType.Close })
        {
        }

        await _socket.CloseOutputAsync(_socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, null, cancellationToken);
        return (int?)_socket.CloseStatus;
    }

    public void Dispose() => _socket.Dispose();
}
