namespace Strangler.Gateway.Realtime;

/// <summary>
/// A page that polls legacy. Legacy's poll is kept pending here, apart from the page's: what the gateway has for the page ends the page's poll at
/// once, and what legacy says then ends the page's next one. Packets keep their order, and none is lost or told twice.
/// </summary>
internal sealed class PollingSession(SocketQuestions? questions, TimeProvider time) : IDisposable
{
    private const int MostQueued = 256;
    private const byte Separator = 0x1E;

    /// <summary>Legacy ends its poll when the page goes over to a WebSocket, before the page does.</summary>
    private static readonly TimeSpan UpgradePatience = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<byte[]> _queue = [];
    private TaskCompletionSource _queued = New();
    private Task<DetachedAnswer>? _legacys;
    private PendingAttachments _attachments;
    private IHeaderDictionary _headers = new HeaderDictionary();
    private Func<byte[], bool>? _socket;
    private int _polls;
    private bool _isConnected;
    private bool _isClosed;
    private bool _isOver;

    /// <summary>When the page was last heard.</summary>
    public long HeardAt { get; private set; } = time.GetTimestamp();

    /// <summary>How many polls of the page's wait.</summary>
    public int Polls => Volatile.Read(ref _polls);

    /// <summary>Whether its page has been told, or is to be, that it must connect anew.</summary>
    public bool IsOver => Volatile.Read(ref _isOver);

    /// <summary>Whether events may be told: Socket.IO has connected.</summary>
    public bool IsConnected => Volatile.Read(ref _isConnected) && !IsClosed;

    /// <summary>Whether its page has closed it; a poll that waits is still answered by legacy.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>Whether a WebSocket carries it.</summary>
    public bool IsTakenOver => Volatile.Read(ref _socket) is not null;

    /// <summary>Whether it is read; once it is, it stays so: legacy's poll and what waits belong to it.</summary>
    public bool IsBridged { get; set; }

    public void Heard() => HeardAt = time.GetTimestamp();

    /// <summary>Tells the page something when its turn comes; never waits. False when too much waits already.</summary>
    public bool Offer(byte[] packet)
    {
        lock (_lock)
        {
            if (_socket is { } socket)
                return socket(packet);
            if (_queue.Count == MostQueued)
                return false;
            _queue.Add(packet);
            _queued.TrySetResult();
            return true;
        }
    }

    /// <summary>Ends it in such a way that the page connects anew. False if it was ended before, or a WebSocket carries it.</summary>
    public bool End()
    {
        lock (_lock)
        {
            if (_isOver || IsTakenOver)
                return false;
            _isOver = true;
            _queued.TrySetResult();
            return true;
        }
    }

    /// <summary>The page has closed it, and legacy knows.</summary>
    public void Close() => Volatile.Write(ref _isClosed, true);

    /// <summary>The page has sent a packet that legacy gets.</summary>
    public void Asked(ReadOnlyMemory<byte> packet)
    {
        if (packet.Span.StartsWith("42"u8) || packet.Span is [(byte)'3'])
            _isConnected = true; // and has done so for some time, unseen
        questions?.Asked(packet);
    }

    /// <summary>Waits until there is something to tell the page, and takes it. Of several polls at once each is answered when its turn comes, as by legacy.</summary>
    /// <param name="ask">Asks legacy, unless it has been asked.</param>
    /// <param name="origin">Of the page; empty for none.</param>
    /// <param name="cancellationToken">The page has gone; what there is stays.</param>
    /// <returns>Null when the session is over.</returns>
    public async Task<DetachedAnswer?> PollAsync(Func<CancellationToken, Task<DetachedAnswer>> ask, string origin, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _polls);
        try
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                return await NextAsync(ask, origin, cancellationToken);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _polls);
        }
    }

    /// <summary>The page goes over to a WebSocket: what it has not been told is told there, and so is all that comes.</summary>
    /// <param name="socket">Tells it a packet; never waits.</param>
    public async Task TakeOverAsync(Func<byte[], bool> socket)
    {
        var legacys = _legacys;
        if (legacys is not null)
            await ((Task)legacys).WaitAsync(UpgradePatience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            _legacys = null;
            if (legacys is { IsCompletedSuccessfully: true, Result: var answer } && Told(answer))
            {
                foreach (var packet in PacketsOf(answer.Body).Where(static packet => !IsNoop(packet)))
                    socket(packet.ToArray());
            }

            _queue.ForEach(packet => socket(packet));
            _queue.Clear();
            _socket = socket;
        }
    }

    /// <summary>It is over, also for polls that wait.</summary>
    public void Dispose()
    {
        lock (_lock)
            _isOver = true; // nobody asks legacy any more
        _end.Cancel();
        _end.Dispose();
        questions?.Dispose();
    }

    /// <summary>The packets of a body.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> PacketsOf(ReadOnlyMemory<byte> body)
    {
        while (body.Span.IndexOf(Separator) is >= 0 and var end)
        {
            yield return body[..end];
            body = body[(end + 1)..];
        }

        yield return body;
    }

    /// <summary>The body of packets.</summary>
    public static byte[] BodyOf(IEnumerable<ReadOnlyMemory<byte>> packets)
    {
        var body = new MemoryStream();
        foreach (var packet in packets)
        {
            if (body.Length > 0)
                body.WriteByte(Separator);
            body.Write(packet.Span);
        }

        return body.ToArray();
    }

    private async Task<DetachedAnswer?> NextAsync(Func<CancellationToken, Task<DetachedAnswer>> ask, string origin, CancellationToken cancellationToken)
    {
        Task<DetachedAnswer> legacys;
        Task next;
        lock (_lock)
        {
            if (_isOver)
                return null;
            legacys = _legacys ??= ask(_end.Token);
            next = _attachments.IsNone ? Task.WhenAny(legacys, _queued.Task) : Task.WhenAny(legacys);
        }

        await next.WaitAsync(cancellationToken);
        lock (_lock)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_isOver)
                return null;
            if (!legacys.IsCompleted)
                return WithQueued(new(StatusCodes.Status200OK, "OK", HeadersFor(origin), []));
            _legacys = null;
        }

        var answer = await legacys;
        lock (_lock)
            return Told(answer) ? WithQueued(answer) : answer;
    }

    private static bool IsNoop(ReadOnlyMemory<byte> packet) => packet.Span is [(byte)'6'];

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes note of what legacy says; false when it is no packets.</summary>
    private bool Told(DetachedAnswer answer)
    {
        if (answer.Status != StatusCodes.Status200OK || answer.Headers.ContentEncoding.Count > 0 || !answer.Headers.ContentType.ToString().StartsWith("text/plain", StringComparison.Ordinal))
            return false;
        _headers = answer.Headers;
        foreach (var packet in PacketsOf(answer.Body))
        {
            _isConnected |= packet.Span.StartsWith("40{"u8);
            _attachments.Pass(packet.Span);
            questions?.Told(packet);
        }

        return true;
    }

    /// <summary>The answer, and behind it all that waits.</summary>
    private DetachedAnswer WithQueued(DetachedAnswer answer)
    {
        if (_queue.Count == 0 || !_attachments.IsNone)
            return answer;
        var body = BodyOf([.. answer.Body.Length > 0 ? (ReadOnlyMemory<byte>[])[answer.Body] : [], .. _queue.Select(static packet => (ReadOnlyMemory<byte>)packet)]);
        if (answer.Headers.ContentLength is not null)
            answer.Headers.ContentLength = body.Length;
        _queue.Clear();
        _queued = New();
        return answer with { Body = body };
    }

    /// <summary>As legacy's own answers have them (contract 9.1, 9.2).</summary>
    private IHeaderDictionary HeadersFor(string origin)
    {
        IHeaderDictionary headers = new HeaderDictionary { ["Content-Type"] = "text/plain; charset=UTF-8" };
        foreach (var (name, values) in _headers)
        {
            if (name is not ("Date" or "Content-Length" or "Access-Control-Allow-Origin"))
                headers[name] = values;
        }

        headers.AccessControlAllowCredentials = "true";
        if (origin.Length > 0)
            headers.AccessControlAllowOrigin = origin;
        return headers;
    }
}
