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
    public async Task SendAsync(string packet, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(packet), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The next packet, of at least one byte; null when legacy has closed the socket.</summary>
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
                if (!await ReadMessageAsync(either.Token))
                    return null;
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

    /// <summary>False when legacy closes.</summary>
    private async Task<bool> ReadMessageAsync(CancellationToken cancellationToken)
    {
        _message.ResetWrittenCount();
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(_message.GetMemory(4096), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
                return false;
            _message.Advance(part.Count);
            if (_message.WrittenCount > LongestMessage)
                throw new WebSocketException("a message is too long");
        }
        while (!part.EndOfMessage);
        return true;
    }
}
