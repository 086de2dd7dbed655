using System.Buffers;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Strangler.Services.Realtime.WebSockets;

namespace Strangler.Services.Realtime.EngineIo;

/// <summary>
/// A WebSocket: one message a packet. Between messages it holds no buffer, and writes only when something waits: an idle client costs
/// its connection and little more. Messages are not compressed, since each compressed socket would keep a window of its own.
/// </summary>
internal sealed class WebSocketTransport : IEngineTransport
{
    private const int SmallestBuffer = 1024;

    private static readonly byte[] Probe = "2probe"u8.ToArray();
    private static readonly byte[] Upgrade = "5"u8.ToArray();

    /// <summary>1012 of the registry of RFC 6455: clients are to come back.</summary>
    private const WebSocketCloseStatus ServiceRestart = (WebSocketCloseStatus)1012;

    /// <summary>No compression and no timer: Engine.IO has a heartbeat of its own.</summary>
    private static readonly WebSocketCreationOptions Plain = new() { IsServer = true, KeepAliveInterval = Timeout.InfiniteTimeSpan };

    private static readonly TaskCompletionSource Over = new();

    private readonly IOpenedSocket _connection;
    private readonly WebSocket _socket;
    private readonly EngineSession _session;
    private readonly EngineSessions _sessions;
    private TaskCompletionSource? _end;
    private int _wakes;

    private WebSocketTransport(IOpenedSocket connection, EngineSession session, EngineSessions sessions)
    {
        var frames = new CheckedFrames(connection);
        (_connection, _socket, _session, _sessions) = (connection, WebSocket.CreateFromStream(frames, Plain), session, sessions);
        frames.Refuse = TryCloseAsync;
    }

    private EngineOptions Options => _sessions.Options;

    /// <summary>Opens a WebSocket and carries the session over it until its end.</summary>
    /// <param name="context">The request that asks for it.</param>
    /// <param name="session">A new one, or one that has been polling.</param>
    /// <param name="sessions">Those it is one of.</param>
    /// <param name="isUpgrade">Whether it has been polling: it goes over once its client does; if that does not, polling goes on.</param>
    public static async Task RunAsync(HttpContext context, EngineSession session, EngineSessions sessions, bool isUpgrade)
    {
        var connection = await Handshake.AcceptAsync(context);
        var transport = new WebSocketTransport(connection, session, sessions);
        await connection.ServeAsync(() => transport.CarryAsync(isUpgrade));
    }

    public void Wake()
    {
        if (Interlocked.Increment(ref _wakes) == 1)
            ThreadPool.UnsafeQueueUserWorkItem(static transport => _ = transport.WriteAsync(), this, preferLocal: false);
    }

    public async Task CloseAsync(EngineClose reason)
    {
        if (reason == EngineClose.Gone)
            return;
        var end = Interlocked.CompareExchange(ref _end, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null) ?? _end;
        if (reason != EngineClose.TooSlow && await TryCloseAsync(StatusOf(reason)))
            await end.Task.WaitAsync(Options.Patience, _sessions.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!end.Task.IsCompleted)
            _connection.Abort();
    }

    private async Task CarryAsync(bool isUpgrade)
    {
        var carries = false;
        try
        {
            carries = isUpgrade ? await TryUpgradeAsync() : _session.TryAttach(this);
            if (carries)
                await ReadAsync();
            else
                await TryCloseAsync(isUpgrade ? WebSocketCloseStatus.ProtocolError : WebSocketCloseStatus.EndpointUnavailable);
        }
        catch (Exception ex) when (IsOfConnection(ex))
        {
            // It is gone, or was told the code of its fault.
        }
        finally
        {
            if (carries)
                _session.Close(EngineClose.Gone);
            End();
        }
    }

    private static WebSocketCloseStatus StatusOf(EngineClose reason) => reason switch
    {
        EngineClose.ByClient => WebSocketCloseStatus.NormalClosure,
        EngineClose.Malformed => WebSocketCloseStatus.ProtocolError,
        EngineClose.TooLarge => WebSocketCloseStatus.MessageTooBig,
        EngineClose.ServiceRestart => ServiceRestart,
        _ => WebSocketCloseStatus.EndpointUnavailable,
    };

    private void End()
    {
        _socket.Dispose();
        Interlocked.CompareExchange(ref _end, Over, null)?.SetResult();
    }

    private async Task<bool> TryUpgradeAsync()
    {
        using var patience = new CancellationTokenSource(Options.Patience, _sessions.Time);
        if (!_session.IsPolling || !await ReceiveTextAsync(Probe, patience.Token) || !_session.TryBeginUpgrade())
            return false;
        try
        {
            await SendAsync(EngineMessage.Probed, patience.Token);
            if (!await ReceiveTextAsync(Upgrade, patience.Token))
                return false;
            if (Options.SendsNoopAfterUpgrade)
                await SendAsync(EngineMessage.Noop, patience.Token);
            return await _session.UpgradeAsync(this);
        }
        finally
        {
            _session.AbandonUpgrade();
        }
    }

    private async Task<bool> ReceiveTextAsync(byte[] expected, CancellationToken cancellationToken)
    {
        var buffer = new byte[expected.Length + 1];
        var received = await _socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
        return received is { MessageType: WebSocketMessageType.Text, EndOfMessage: true } && buffer.AsSpan(0, received.Count).SequenceEqual(expected);
    }

    private async Task ReadAsync()
    {
        while (true)
        {
            var waiting = await _socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
            if (waiting.MessageType == WebSocketMessageType.Close || !await ReadMessageAsync(waiting))
                break;
        }

        await TryCloseAsync(WebSocketCloseStatus.NormalClosure);
    }

    /// <summary>Reads a message that has begun and lets the session take it. False when the client closes.</summary>
    private async Task<bool> ReadMessageAsync(ValueWebSocketReceiveResult begun)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(SmallestBuffer);
        try
        {
            var count = 0;
            var received = begun;
            while (!received.EndOfMessage)
            {
                if (count == buffer.Length)
                    buffer = Grow(buffer, count);
                received = await _socket.ReceiveAsync(buffer.AsMemory(count), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                    return false;
                count += received.Count;
                if (count > Options.MaxPayload)
                {
                    _session.Close(EngineClose.TooLarge);
                    count = 0;
                }
            }

            await TakeAsync(buffer.AsMemory(0, count), received.MessageType == WebSocketMessageType.Binary);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask TakeAsync(ReadOnlyMemory<byte> message, bool isBinary)
    {
        if (_session.IsClosed)
            return;
        if (isBinary)
            await _session.ReceiveAsync(new EnginePacket(EnginePacketType.Message, message, IsBinary: true), _connection.Closed);
        else if (EnginePacket.TryRead(message, out var packet))
            await _session.ReceiveAsync(packet, _connection.Closed);
        else
            _session.Close(EngineClose.Malformed);
    }

    private static byte[] Grow(byte[] buffer, int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(count * 2);
        buffer.AsSpan(0, count).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private async Task WriteAsync()
    {
        try
        {
            int wakes;
            do
            {
                wakes = Volatile.Read(ref _wakes);
                while (_session.Take() is { } message)
                    await SendAsync(message, CancellationToken.None);
            }
            while (Interlocked.Add(ref _wakes, -wakes) != 0);
        }
        catch (Exception ex) when (IsOfConnection(ex))
        {
            _session.Close(EngineClose.Gone); // The reader finds out by itself.
        }
    }

    private ValueTask SendAsync(EngineMessage message, CancellationToken cancellationToken) =>
        _socket.SendAsync(message.Bytes, message.IsBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    /// <summary>Says that we close, unless that has been said. False when the client does not take it.</summary>
    private async Task<bool> TryCloseAsync(WebSocketCloseStatus status)
    {
        using var patience = new CancellationTokenSource(Options.Patience, _sessions.Time);
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(status, statusDescription: null, patience.Token);
            return true;
        }
        catch (Exception ex) when (IsOfConnection(ex))
        {
            return false;
        }
    }

    private static bool IsOfConnection(Exception ex) =>
        ex is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;
}
