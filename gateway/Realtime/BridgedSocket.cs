using System.Threading.Channels;
using Strangler.Services.Streams;

namespace Strangler.Gateway.Realtime;

/// <summary>
/// The client's end of a proxied WebSocket, byte for byte, with three exceptions: messages of modern's are put in between those of legacy,
/// a question about a job of modern's is answered here, and the gateway can close it. The proxy writes what legacy sends and reads what
/// legacy is to get.
/// </summary>
internal sealed class BridgedSocket : PassingStream
{
    private const int MostQueued = 256;

    // Engine.IO: the client goes over from polling to this socket. It has connected before, unseen.
    private static ReadOnlySpan<byte> Upgrade => "5"u8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Stream _client;
    private readonly TimeProvider _time;
    private readonly ServerFrames _fromServer = new();
    private readonly ClientFrames? _fromClient;
    private readonly ServerPackets? _told;
    private readonly Channel<byte[]> _queue = Channel.CreateBounded<byte[]>(MostQueued);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly byte[] _read = new byte[4096];
    private readonly Action _leave;
    private readonly PollingSession? _polling;
    private bool _isTakeOverDue;
    private bool _hasEnded;
    private int _isDrainDue;
    private int _isClosing;
    private bool _isClosed;
    private volatile bool _isDisposed;

    /// <param name="client">The connection after the 101.</param>
    /// <param name="answers">Frames that answer a packet of the client's; null for one that legacy is to get. Null as a whole: all is legacy's, and may be compressed.</param>
    /// <param name="leave">Ends the connection at once.</param>
    /// <param name="time">For the patience with a client that is asked to go.</param>
    /// <param name="questions">Where what the page asks and is told is compared; null for nowhere.</param>
    /// <param name="polling">The session that has been polling, when it goes over; null for none.</param>
    public BridgedSocket(
        Stream client, Func<ReadOnlyMemory<byte>, IReadOnlyList<byte[]>?>? answers, Action leave, TimeProvider time, SocketQuestions? questions = null, PollingSession? polling = null)
    {
        _client = client;
        _polling = polling;
        _leave = leave;
        _time = time;
        _fromClient = answers is null ? null : new ClientFrames(packet =>
        {
            if (packet.Span.SequenceEqual(Upgrade))
                _isTakeOverDue = true;
            if ((IsConnected || _isTakeOverDue) && answers(packet) is { } frames)
                return frames.All(Offer);
            questions?.Asked(packet);
            return false;
        });
        _told = questions is null ? null : new ServerPackets(questions.Told);
    }

    /// <summary>Whether events may be sent: Socket.IO has connected.</summary>
    public bool IsConnected => _fromServer.IsConnected || IsToldByPolling;

    /// <summary>Whether the session that was polling tells the page what every page is told, as it did before.</summary>
    public bool IsToldByPolling => _polling is { IsTakenOver: true, IsConnected: true };

    /// <summary>Ends it with a code after which clients connect anew, at the next boundary between messages. False if that was asked for before.</summary>
    public bool AskToReconnect()
    {
        if (Interlocked.Exchange(ref _isClosing, 1) != 0)
            return false;
        _ = CloseAsync();
        return true;
    }

    /// <summary>Sends a whole frame when its turn comes; never waits. False when the client is too slow and the queue is full.</summary>
    public bool Offer(byte[] frame)
    {
        if (!_queue.Writer.TryWrite(frame))
            return false;
        if (Interlocked.Exchange(ref _isDrainDue, 1) == 0)
            _ = Task.Run(DrainAsync);
        return true;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            Volatile.Write(ref _isDrainDue, 0); // What is queued from here on asks for a turn of its own.
            if (_isClosed)
                return; // Nothing may follow a close frame (RFC 6455 5.5.1).
            _fromServer.Pass(buffer.Span);
            _told?.Pass(buffer.Span);
            if (!buffer.IsEmpty)
                await _client.WriteAsync(buffer, cancellationToken);
            await SendQueuedAsync(cancellationToken);
            await SendCloseAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_fromClient is null)
            return await _client.ReadAsync(buffer, cancellationToken);

        while (!_fromClient.HasPassed && !_hasEnded)
        {
            if (buffer.IsEmpty) // The proxy waits for data before it takes a buffer.
                return await _client.ReadAsync(buffer, cancellationToken);

            var count = await _client.ReadAsync(_read, cancellationToken);
            _hasEnded = count == 0;
            if (_hasEnded)
                _fromClient.End();
            _fromClient.Accept(_read.AsSpan(0, count));
        }

        await TakeOverAsync();
        return _fromClient.Take(buffer.Span);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => _client.FlushAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _isDisposed = true;
            _client.Dispose();
            _turn.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Before legacy is told that the page has gone over, after which it says everything here.</summary>
    private async ValueTask TakeOverAsync()
    {
        if (!_isTakeOverDue)
            return;
        _isTakeOverDue = false;
        if (_polling is not null)
            await _polling.TakeOverAsync(packet => Offer(FrameHeader.Packet(packet)));
        if (!IsToldByPolling)
            _fromServer.HasConnectedBefore();
        await DrainAsync();
    }

    private async Task DrainAsync()
    {
        try
        {
            await WriteAsync(ReadOnlyMemory<byte>.Empty);
        }
        catch (Exception ex) when (ex is IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // The client is gone, as the proxy finds out by itself.
        }
    }

    // In the middle of a message of legacy's nothing is sent: the write that ends it comes by here again.
    private async Task SendQueuedAsync(CancellationToken cancellationToken)
    {
        while (_fromServer.IsAtBoundary && _queue.Reader.TryRead(out var frame))
            await _client.WriteAsync(frame, cancellationToken);
    }

    private async Task SendCloseAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _isClosing) == 0 || !_fromServer.IsAtBoundary)
            return;
        _isClosed = true;
        await _client.WriteAsync(FrameHeader.ServiceRestart, cancellationToken);
    }

    // The client answers a close frame with its own, which reaches legacy, and both ends go. One that does not is left.
    private async Task CloseAsync()
    {
        await DrainAsync();
        await Task.Delay(Patience, _time);
        if (!_isDisposed)
            _leave();
    }
}
