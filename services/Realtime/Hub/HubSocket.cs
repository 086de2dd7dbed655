using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace Strangler.Services.Realtime.Hub;

/// <summary>
/// One client. Whoever has something for it never waits: a pump that lives only while something is waiting sends it. Received messages are
/// handled one after the other. While nothing happens it holds no buffer, no task and no timer.
/// </summary>
/// <param name="abort">Ends the connection at once.</param>
internal sealed class HubSocket(WebSocket socket, PingableStream stream, HubOptions options, TimeProvider time, Action abort)
{
    /// <summary>Bytes of a client's message; a longer one closes the socket with 1009.</summary>
    public const int LongestMessage = 64 * 1024;

    private const int FirstBuffer = 1024;
    private const long Never = -1;

    private readonly Lock _gate = new();
    private readonly Outbox _outbox = new(options.MaxWaiting);
    private Task _pump = Task.CompletedTask;
    private bool _isPumping;
    private bool _hasSaidGoodbye;
    private Closing? _closing;
    private long _messageSince = Never;
    private long _pingedAt = Never;

    /// <summary>Whether it is being closed: nothing more is sent or handled.</summary>
    public bool IsClosing => Volatile.Read(ref _closing) is not null;

    /// <summary>Sends a message when its turn comes; a client that is too slow is closed with 1013.</summary>
    public void Post(OutgoingMessage message)
    {
        lock (_gate)
        {
            if (_closing is not null)
                return;
            if (_outbox.Offer(message))
            {
                Pump();
                return;
            }

            _outbox.Clear();
            Close(CloseCodes.TooSlow, "too slow");
        }
    }

    /// <summary>Closes it once what waits has been sent; a client that does not take part in that is cut off after <see cref="HubOptions.Patience"/>.</summary>
    public void Close(WebSocketCloseStatus code, string? reason)
    {
        lock (_gate)
        {
            if (_closing is not null)
                return;
            _closing = new Closing(code, reason, time.GetTimestamp());
            Pump();
        }
    }

    /// <summary>Receives until the connection ends, however it does.</summary>
    /// <param name="handle">Takes each whole text message, valid only during the call; null for a binary one.</param>
    public async Task RunAsync(Action<ReadOnlyMemory<byte>?> handle)
    {
        stream.Refuse = LeaveAsync;
        try
        {
            while (await ReceiveAsync(handle))
            {
                // one more
            }

            await LeaveAsync(socket.CloseStatus is { } code and not WebSocketCloseStatus.Empty ? code : WebSocketCloseStatus.NormalClosure);
        }
        catch (Exception ex) when (IsEnd(ex))
        {
            // The connection broke, or what came was no WebSocket (RFC 6455 7.1.7), which .NET's own has answered.
        }
        finally
        {
            lock (_gate)
            {
                _closing ??= new Closing(WebSocketCloseStatus.Empty, null, time.GetTimestamp());
                _outbox.Clear();
            }

            socket.Dispose();
        }
    }

    /// <summary>Pings it after a silence, and ends it when it is gone, or takes too long with a message or a goodbye.</summary>
    public void Check(long now)
    {
        if (IsLate(Volatile.Read(ref _closing)?.Since ?? Never, now) || IsLate(Volatile.Read(ref _messageSince), now))
        {
            Abort();
            return;
        }

        var heardAt = stream.HeardAt;
        if (time.GetElapsedTime(heardAt, now) < options.PingInterval)
            return;
        if (_pingedAt <= heardAt)
        {
            _pingedAt = now;
            stream.Ping();
        }
        else if (IsLate(_pingedAt, now))
        {
            Abort();
        }
    }

    public void Abort()
    {
        socket.Abort();
        abort();
    }

    private static bool IsEnd(Exception exception) =>
        exception is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException;

    private bool IsLate(long since, long now) => since != Never && time.GetElapsedTime(since, now) >= options.Patience;

    /// <summary>Closes it without what waits: a client that has said goodbye, or is told that it must not go on, reads nothing more.</summary>
    private Task LeaveAsync(WebSocketCloseStatus code)
    {
        lock (_gate)
            _outbox.Clear();
        Close(code, null);
        return _pump;
    }

    /// <summary>False at the client's goodbye. What it holds is used again: it waits from one message to the next.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReceiveAsync(Action<ReadOnlyMemory<byte>?> handle)
    {
        var begun = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None); // Waits without a buffer.
        if (begun.MessageType == WebSocketMessageType.Close)
            return false;
        Volatile.Write(ref _messageSince, time.GetTimestamp());
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            var (count, isWhole) = (0, begun.EndOfMessage);
            while (!isWhole)
            {
                if (count == buffer.Length)
                    buffer = Grown(buffer);
                var received = await socket.ReceiveAsync(buffer.AsMemory(count), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                    return false;
                (count, isWhole) = (IsClosing ? 0 : count + received.Count, received.EndOfMessage); // What comes to a closing one is read and forgotten.
                if (count > LongestMessage)
                    Close(WebSocketCloseStatus.MessageTooBig, "a message of more than 64 KiB");
            }

            if (!IsClosing)
                handle(begun.MessageType == WebSocketMessageType.Text ? buffer.AsMemory(0, count) : default(ReadOnlyMemory<byte>?));
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            Volatile.Write(ref _messageSince, Never);
        }
    }

    private static byte[] Grown(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    /// <summary>Called with the lock held.</summary>
    private void Pump()
    {
        if (_isPumping)
            return;
        _isPumping = true;
        _pump = Task.Run(PumpAsync);
    }

    private async Task PumpAsync()
    {
        try
        {
            while (Next(out var closing) is var message && (message is not null || closing is not null))
            {
                if (message is not null)
                    await socket.SendAsync(message.Bytes, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                else
                    await socket.CloseOutputAsync(closing!.Code, closing.Reason, CancellationToken.None);
            }
        }
        catch (Exception ex) when (IsEnd(ex))
        {
            Abort();
        }
    }

    /// <summary>What to send next: a message, or after the last one of a closing socket its goodbye; neither when the pump has done its work.</summary>
    private OutgoingMessage? Next(out Closing? closing)
    {
        lock (_gate)
        {
            var message = _outbox.Take();
            closing = message is null && !_hasSaidGoodbye ? _closing : null;
            _hasSaidGoodbye |= closing is not null;
            _isPumping = message is not null || closing is not null;
            return message;
        }
    }

    private sealed record Closing(WebSocketCloseStatus Code, string? Reason, long Since);
}
