using System.Buffers;
using System.Net.WebSockets;
using System.Text;

namespace Strangler.Gateway.Realtime.Relay;

/// <summary>A WebSocket to legacy's Engine.IO: packets in and out, one text message each (contract 9.1).</summary>
internal sealed class LegacySocket : IDisposable
{
    /// <summary>Longer messages than this legacy does not send; one ends the connection.</summary>
    private const int LongestMessage = 16 << 20;

    // Legacy pings every 10 s and gives a client 20 s to answer (contract 9.1).
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket _socket = new();
    private readonly ArrayBufferWriter<byte> _message = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TimeProvider _time;

    private LegacySocket(TimeProvider time) => _time = time;

    /// <exception cref="WebSocketException">Legacy cannot be reached, or does not take the socket.</exception>
    public static async Task<LegacySocket> OpenAsync(Uri legacy, TimeProvider time, CancellationToken cancellationToken)
    {
        var opened = new LegacySocket(time);
        try
        {
            opened._socket.Options.Proxy = null;
            opened._socket.Options.KeepAliveInterval = TimeSpan.Zero; // Engine.IO has a heartbeat of its own.
            var address = new UriBuilder(new Uri(legacy, "/socket.io/?EIO=4&transport=websocket")) { Scheme = legacy.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs };
            await opened._socket.ConnectAsync(address.Uri, cancellationToken);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Any thread may send.</summary>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    public Task SendAsync(string packet, CancellationToken cancellationToken) => SendAsync(Encoding.UTF8.GetBytes(packet), WebSocketMessageType.Text, cancellationToken);

    /// <summary>The same for binary data.</summary>
    public Task SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => SendAsync(data, WebSocketMessageType.Binary, cancellationToken);

    /// <summary>The next packet, of at least one byte, as polling has it (<see cref="BinaryPacket"/>). Null when legacy has closed the socket.</summary>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    /// <exception cref="TimeoutException">Legacy has been silent for too long.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(LongestSilence, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            do
            {
                switch (await ReadMessageAsync(either.Token))
                {
                    case WebSocketMessageType.Close:
                        return null;
                    case WebSocketMessageType.Binary:
                        return BinaryPacket.Of(_message.WrittenSpan);
                }
            }
            while (_message.WrittenCount == 0);
            return _message.WrittenMemory.ToArray();
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"not a word for {LongestSilence.TotalSeconds:0} s");
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _turn.Dispose();
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, WebSocketMessageType type, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(bytes, type, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<WebSocketMessageType> ReadMessageAsync(CancellationToken cancellationToken)
    {
        _message.ResetWrittenCount();
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(_message.GetMemory(4096), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
                break;
            _message.Advance(part.Count);
            if (_message.WrittenCount > LongestMessage)
                throw new WebSocketException("a message is too long");
        }
        while (!part.EndOfMessage);
        return part.MessageType;
    }
}
