using System.Net;

namespace Strangler.Services.Realtime.EngineIo;

/// <summary>
/// One client, from its handshake to its end, whatever transport carries it: what waits for it, its heartbeat, and the change from polling to
/// WebSocket. Any thread may send; nothing here waits for the client.
/// </summary>
internal sealed class EngineSession
{
    private readonly Lock _gate = new();
    private readonly EngineSessions _sessions;
    private readonly OutgoingQueue _queue;
    private readonly Heartbeat _heartbeat;
    private readonly IEngineConnection _connection;
    private IEngineTransport? _transport;
    private TaskCompletionSource? _posting;
    private TaskCompletionSource? _room;
    private volatile Carrier _carrier;

    public EngineSession(EngineSessions sessions, IPAddress address, IEngineApplication application, EngineOptions options, TimeProvider time)
    {
        (_sessions, Address, Sid) = (sessions, address, EngineSid.New());
        _queue = new OutgoingQueue(options);
        _heartbeat = new Heartbeat(options, time);
        _connection = application.Open(this);
    }

    private enum Carrier
    {
        Polling,

        /// <summary>A WebSocket has been probed; polls end at once.</summary>
        Upgrading,
        WebSocket,
        Closed,
    }

    public string Sid { get; }

    /// <summary>The only one that may use it.</summary>
    public IPAddress Address { get; }

    public bool IsPolling => _carrier is Carrier.Polling or Carrier.Upgrading;

    public bool IsClosed => _carrier == Carrier.Closed;

    /// <summary>Queues messages, with no other between them. A client for whom too many wait is too slow and is closed.</summary>
    public void Send(params ReadOnlySpan<EngineMessage> messages)
    {
        IEngineTransport? transport;
        var hasRoom = true;
        lock (_gate)
        {
            if (IsClosed)
                return;
            foreach (var message in messages)
                hasRoom &= _queue.TryAdd(message);
            transport = _transport;
        }

        if (hasRoom)
            transport?.Wake();
        else
            Close(EngineClose.TooSlow);
    }

    /// <summary>Takes a packet of the client's; packets come one after the other.</summary>
    public ValueTask ReceiveAsync(EnginePacket packet, CancellationToken cancellationToken)
    {
        switch (packet.Type)
        {
            case EnginePacketType.Message:
                return _connection.ReceiveAsync(packet.Data, packet.IsBinary, cancellationToken);
            case EnginePacketType.Pong:
                lock (_gate)
                    _heartbeat.Pong();
                break;
            case EnginePacketType.Close:
                Close(EngineClose.ByClient);
                break;
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Pings the client when it is time, and gives it up when it has not answered. False when it has ended.</summary>
    public bool Beat()
    {
        HeartbeatStep step;
        lock (_gate)
        {
            if (IsClosed)
                return false;
            step = _heartbeat.Next();
        }

        if (step == HeartbeatStep.Ping)
            Send(EngineMessage.Ping);
        if (step == HeartbeatStep.GiveUp)
            Close(EngineClose.Silent);
        else
            _connection.Tick();
        return !IsClosed;
    }

    /// <summary>Ends it; a second time does nothing. Completes when the client's connection knows, or has been given up.</summary>
    public Task CloseAsync(EngineClose reason)
    {
        IEngineTransport? transport;
        lock (_gate)
        {
            if (IsClosed)
                return Task.CompletedTask;
            _carrier = Carrier.Closed;
            _queue.Clear();
            (transport, _transport) = (_transport, null);
            MakeRoom();
        }

        _sessions.Remove(this);
        _connection.Closed();
        return transport?.CloseAsync(reason) ?? Task.CompletedTask;
    }

    /// <summary>The same for callers that have nothing to do with the client's connection afterwards.</summary>
    public void Close(EngineClose reason) => _ = CloseAsync(reason);

    /// <summary>A poll waits for messages. False when another one does, or nothing is polled any more.</summary>
    public bool TryPoll(IEngineTransport poll)
    {
        lock (_gate)
        {
            if (!IsPolling || _transport is not null)
                return false;
            _transport = poll;
            if (_queue.IsEmpty && _carrier == Carrier.Polling)
                return true;
        }

        poll.Wake();
        return true;
    }

    /// <summary>Ends a poll with what waits for it, up to so many bytes; nothing when another transport has taken over.</summary>
    public IReadOnlyList<EngineMessage> EndPoll(IEngineTransport poll, int mostBytes)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_transport, poll))
                return [];
            _transport = null;
            var messages = new List<EngineMessage>();
            while (_queue.Peek() is { } next && ((mostBytes -= EnginePayload.LengthOf(next.Bytes.Span, next.IsBinary)) >= 0 || messages.Count == 0))
                messages.Add(_queue.Take()!);
            MakeRoom();
            return messages;
        }
    }

    /// <summary>Completes when little waits for the client, so that it can be told what it asks for: one that posts a lot takes the answers by its polls meanwhile.</summary>
    public Task RoomAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_carrier != Carrier.Polling || !_queue.IsFilling)
                return Task.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>A POST begins. False when another one has not ended, or there is nothing to be posted any more.</summary>
    public bool TryBeginPost()
    {
        lock (_gate)
        {
            if (!IsPolling || _posting is not null)
                return false;
            _posting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
    }

    public void EndPost()
    {
        lock (_gate)
        {
            _posting?.SetResult();
            _posting = null;
        }
    }

    /// <summary>The client has probed a WebSocket: an open poll ends. False when it has probed another one before.</summary>
    public bool TryBeginUpgrade()
    {
        IEngineTransport? poll;
        lock (_gate)
        {
            if (_carrier != Carrier.Polling)
                return false;
            _carrier = Carrier.Upgrading;
            poll = _transport;
            MakeRoom(); // The client polls no more until its POST has ended.
        }

        poll?.Wake();
        return true;
    }

    /// <summary>The upgrade has not come: polling goes on.</summary>
    public void AbandonUpgrade()
    {
        lock (_gate)
        {
            if (_carrier == Carrier.Upgrading)
                _carrier = Carrier.Polling;
        }
    }

    /// <summary>The WebSocket takes over, after the last POST. False when the session has ended meanwhile.</summary>
    public async Task<bool> UpgradeAsync(IEngineTransport socket)
    {
        Task? posting;
        lock (_gate)
            posting = _posting?.Task;
        if (posting is not null)
            await posting;

        return TryAttach(socket);
    }

    /// <summary>A WebSocket carries everything from now on.</summary>
    public bool TryAttach(IEngineTransport socket)
    {
        IEngineTransport? poll;
        lock (_gate)
        {
            if (IsClosed)
                return false;
            _carrier = Carrier.WebSocket;
            (poll, _transport) = (_transport, socket);
        }

        poll?.Wake();
        socket.Wake();
        return true;
    }

    /// <summary>The next message for the WebSocket; null when none waits.</summary>
    public EngineMessage? Take()
    {
        lock (_gate)
            return _queue.Take();
    }

    private void MakeRoom()
    {
        _room?.SetResult();
        _room = null;
    }
}
