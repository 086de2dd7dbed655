using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;

namespace Strangler.Gateway.Legacy.Lean;

/// <summary>What has ended an exchange from outside.</summary>
internal enum EndedBy
{
    Nobody,
    Client,
    Time,
}

/// <summary>
/// A connection to legacy: one exchange after the other. While it waits for the next one a read of it is under way, which ends when legacy closes it or says
/// what nobody has asked: then it is used no more.
/// </summary>
internal sealed class PooledConnection(Socket socket, AnswerHead head) : IDisposable
{
    private const int SmallSize = 4 * 1024;

    private const int LargeSize = 64 * 1024;

    private readonly byte[] _small = new byte[SmallSize];
    private byte[]? _lent;
    private int _received;
    private ValueTask<int> _reading;
    private bool _isReading;
    private int _endedBy;

    /// <summary>Of the answer to the request that was sent last.</summary>
    public AnswerHead Head => head;

    /// <summary>Whose request it is; null while it waits for one.</summary>
    public HttpContext? Client { get; set; }

    /// <summary>Place among those that are in use.</summary>
    public int Place { get; set; }

    /// <summary>Time stamp: of the end of its patience while it is in use, of the last answer while it waits.</summary>
    public long At { get; set; }

    /// <summary>Whether it is the client who is waited for, and not legacy.</summary>
    public bool WaitsForClient { get; set; }

    /// <summary>Whether legacy has closed it, or broken the silence between two exchanges.</summary>
    public bool IsSpent => _isReading && _reading.IsCompleted;

    public EndedBy EndedBy => (EndedBy)Volatile.Read(ref _endedBy);

    /// <summary>What has come and is not done with.</summary>
    public Memory<byte> Received => Buffer.AsMemory(0, _received);

    private byte[] Buffer => _lent ?? _small;

    /// <summary>Sends a request.</summary>
    /// <returns>How many bytes were taken: all of them.</returns>
    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> request)
    {
        head.Clear();
        return socket.SendAsync(request, SocketFlags.None);
    }

    /// <summary>Reads on, behind what has come.</summary>
    /// <returns>How many bytes; they count once they are added. 0 when legacy has closed.</returns>
    [SuppressMessage("Reliability", "CA2012", Justification = "A read is begun once and awaited once.")]
    public ValueTask<int> ReadAsync()
    {
        if (_isReading)
        {
            _isReading = false;
            return _reading;
        }

        if (_received == Buffer.Length)
            Grow();
        return socket.ReceiveAsync(Buffer.AsMemory(_received), SocketFlags.None);
    }

    public void Add(int received) => _received += received;

    /// <summary>Is done with the first of what has come.</summary>
    public void Take(int count)
    {
        var wasFull = _received == Buffer.Length;
        Buffer.AsSpan(count, _received - count).CopyTo(Buffer);
        _received -= count;
        if (_received > 0)
            return;
        if (wasFull && _lent is null)
            Grow(); // legacy sends faster than such blocks take
        else if (!wasFull)
            Shrink();
    }

    /// <summary>The exchange is over: waits for the next one.</summary>
    /// <returns>Whether it can.</returns>
    [SuppressMessage("Reliability", "CA2012", Justification = "A read is begun once and awaited once.")]
    public bool Rest()
    {
        if (_received > 0 || !head.KeepsConnection)
            return false;
        Shrink();
        _reading = socket.ReceiveAsync(_small.AsMemory(), SocketFlags.None);
        _isReading = true;
        return !_reading.IsCompleted;
    }

    /// <summary>Ends an exchange from outside; the first who does so counts.</summary>
    public void End(EndedBy by)
    {
        if (Interlocked.CompareExchange(ref _endedBy, (int)by, (int)EndedBy.Nobody) == (int)EndedBy.Nobody)
            socket.Dispose();
    }

    /// <summary>After the exchange only: until then somebody may read into its memory. Legacy sees an end; with the read of one that waits it would be a reset.</summary>
    public void Dispose()
    {
        try
        {
            if (_isReading && EndedBy == EndedBy.Nobody)
                socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // Legacy was the first.
        }

        socket.Dispose();
        Shrink();
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_lent is null ? LargeSize : _lent.Length * 2);
        Received.Span.CopyTo(larger);
        if (_lent is not null)
            ArrayPool<byte>.Shared.Return(_lent);
        _lent = larger;
    }

    private void Shrink()
    {
        if (_lent is null)
            return;
        ArrayPool<byte>.Shared.Return(_lent);
        _lent = null;
    }
}
