using System.Net.Sockets;

namespace Strangler.Gateway.Legacy.Lean;

/// <summary>
/// The connections to one address of legacy: those that wait, the last used first, and those in use, each with the end of its patience. One timer looks at all of them,
/// so that a request has no timer and no token of its own.
/// </summary>
internal sealed class ConnectionPool : IDisposable
{
    /// <summary>How many wait at most; a burst may need more.</summary>
    private const int MostWaiting = 256;

    /// <summary>As long as the HTTP client's do.</summary>
    private static readonly TimeSpan WaitsFor = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestPeriod = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Stack<PooledConnection> _waiting = [];
    private readonly List<PooledConnection> _used = [];
    private readonly HeaderNames _names = new();
    private readonly TimeSpan _toConnect;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private int _opening;
    private bool _isOver;

    /// <param name="legacy">The address.</param>
    /// <param name="toConnect">How long a connection may take to open.</param>
    /// <param name="patience">How long an answer may take to begin, and then to go on.</param>
    /// <param name="time">Tells how long that is.</param>
    public ConnectionPool(Uri legacy, TimeSpan toConnect, TimeSpan patience, TimeProvider time)
    {
        (Legacy, _toConnect, _patience, _time) = (legacy, toConnect < patience ? toConnect : patience, patience, time);
        var period = TimeSpan.FromMilliseconds(Math.Clamp(patience.TotalMilliseconds / 10, 1, LongestPeriod.TotalMilliseconds));
        _timer = time.CreateTimer(static pool => ((ConnectionPool)pool!).Look(), this, period, period);
    }

    public Uri Legacy { get; }

    /// <summary>How many wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _waiting.Count;
        }
    }

    /// <summary>A connection that waits; null where none does. It has been given to the client's request.</summary>
    public PooledConnection? TryTake(HttpContext client)
    {
        while (true)
        {
            PooledConnection? connection;
            lock (_lock)
            {
                if (!_waiting.TryPop(out connection))
                    return null;
                if (!connection.IsSpent)
                {
                    Use(connection, client);
                    return connection;
                }
            }

            connection.Dispose();
        }
    }

    /// <summary>A connection of the request's own.</summary>
    /// <exception cref="HttpRequestException">Legacy cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">That took too long, or the client has gone.</exception>
    public async ValueTask<PooledConnection> OpenAsync(HttpContext client)
    {
        lock (_lock)
            _opening++; // it will need the timer
        try
        {
            var connection = new PooledConnection(await ConnectAsync(client.RequestAborted), new AnswerHead(_names));
            lock (_lock)
                Use(connection, client);
            return connection;
        }
        finally
        {
            lock (_lock)
                _opening--;
        }
    }

    /// <summary>Legacy's answer goes on, or the client takes it: patience begins anew.</summary>
    public void Progress(PooledConnection connection) => connection.At = EndOfPatience();

    /// <summary>Takes a connection back whose exchange is over, to wait or to be closed.</summary>
    public void Return(PooledConnection connection, bool isGood)
    {
        var rests = isGood && connection.EndedBy == EndedBy.Nobody && connection.Rest();
        lock (_lock)
        {
            var last = _used[^1];
            _used[last.Place = connection.Place] = last;
            _used.RemoveAt(_used.Count - 1);
            (connection.Client, connection.WaitsForClient) = (null, false);
            if (rests && connection.EndedBy == EndedBy.Nobody && !_isOver && _waiting.Count < MostWaiting)
            {
                connection.At = _time.GetTimestamp();
                _waiting.Push(connection);
                return;
            }
        }

        connection.Dispose();
    }

    /// <summary>No connection waits from now on; those in use are closed with their exchange.</summary>
    public void Dispose()
    {
        PooledConnection[] waiting;
        lock (_lock)
        {
            _isOver = true;
            waiting = [.. _waiting];
            _waiting.Clear();
            EndTimer();
        }

        foreach (var connection in waiting)
            connection.Dispose();
    }

    /// <summary>Nobody needs it who is there, and nobody comes any more.</summary>
    private void EndTimer()
    {
        if (_isOver && _used.Count == 0 && _opening == 0)
            _timer.Dispose();
    }

    private async Task<Socket> ConnectAsync(CancellationToken client)
    {
        using var patience = new CancellationTokenSource(_toConnect, _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, client);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(Legacy.DnsSafeHost, Legacy.Port, end.Token);
            return socket;
        }
        catch (SocketException ex)
        {
            socket.Dispose();
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"Legacy cannot be reached at {Legacy.Authority}.", ex);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Use(PooledConnection connection, HttpContext client)
    {
        (connection.Client, connection.Place, connection.At) = (client, _used.Count, EndOfPatience());
        _used.Add(connection);
    }

    private long EndOfPatience() => _time.GetTimestamp() + (long)(_patience.TotalSeconds * _time.TimestampFrequency);

    private void Look()
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            if (_used.Exists(connection => connection.At <= now))
            {
                foreach (var late in _used.FindAll(connection => connection.At <= now)) // what ends an exchange may go on with it, and take it out of the list
                    End(late);
            }

            CloseOld();
            EndTimer();
        }
    }

    private static void End(PooledConnection late)
    {
        var client = late.WaitsForClient ? late.Client : null;
        late.End(EndedBy.Time);
        client?.Abort();
    }

    /// <summary>The one that was used last is on top.</summary>
    private void CloseOld()
    {
        if (_waiting.Count == 0 || !_waiting.Any(IsOld))
            return;
        var waiting = _waiting.ToArray();
        _waiting.Clear();
        foreach (var connection in waiting.Reverse())
        {
            if (IsOld(connection))
                connection.Dispose();
            else
                _waiting.Push(connection);
        }
    }

    private bool IsOld(PooledConnection connection) =>
        connection.IsSpent || _time.GetElapsedTime(connection.At) > (connection.Head.KeptFor is { } kept && kept < WaitsFor ? kept : WaitsFor);
}
