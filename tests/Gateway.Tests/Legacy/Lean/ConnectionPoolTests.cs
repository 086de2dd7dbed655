using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Strangler.Gateway.Legacy.Lean;

namespace Strangler.Gateway.Tests.Legacy.Lean;

/// <summary>Connections that nobody uses.</summary>
public sealed class ConnectionPoolTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly TcpListener _legacy = new(IPAddress.Loopback, 0);
    private readonly FakeTimeProvider _time = new();
    private readonly DefaultHttpContext _client = new();
    private readonly ConnectionPool _pool;

    public ConnectionPoolTests()
    {
        _legacy.Start();
        _pool = new ConnectionPool(new Uri($"http://{_legacy.LocalEndpoint}"), Minute, Minute, _time);
    }

    [Fact]
    public async Task Connection_ThatWaits_IsTheNextOne_AndTheLastUsedFirst()
    {
        var (first, second) = (await _pool.OpenAsync(_client), await _pool.OpenAsync(_client));

        _pool.Return(first, isGood: true);
        _pool.Return(second, isGood: true);

        Assert.Same(second, _pool.TryTake(_client));
        Assert.Same(first, _pool.TryTake(_client));
        Assert.Null(_pool.TryTake(_client));
    }

    [Fact]
    public async Task Connection_ThatWaitsForAMinute_IsClosed()
    {
        var (old, used) = (await _pool.OpenAsync(_client), await _pool.OpenAsync(_client));
        _pool.Return(old, isGood: true);
        _time.Advance(Minute / 2);
        _pool.Return(used, isGood: true);

        _time.Advance(Minute * 0.6);

        Assert.Equal(1, _pool.Waiting);
        Assert.Same(used, _pool.TryTake(_client));
    }

    [Fact]
    public async Task Connection_InUse_EndsWithItsPatience()
    {
        var connection = await _pool.OpenAsync(_client);
        _time.Advance(Minute * 0.9);
        _pool.Progress(connection);
        _time.Advance(Minute * 0.9);
        Assert.Equal(EndedBy.Nobody, connection.EndedBy);

        _time.Advance(Minute * 0.2);

        Assert.Equal(EndedBy.Time, connection.EndedBy);
        _pool.Return(connection, isGood: true);
        Assert.Equal(0, _pool.Waiting);
    }

    /// <summary>A burst leaves no thousand connections behind.</summary>
    [Fact]
    public async Task Connections_ThatWait_AreNotTooMany()
    {
        var connections = new List<PooledConnection>();
        for (var i = 0; i < 300; i++)
            connections.Add(await _pool.OpenAsync(_client));

        foreach (var connection in connections)
            _pool.Return(connection, isGood: true);

        Assert.Equal(256, _pool.Waiting);
    }

    [Fact]
    public async Task Connection_InUseWhenThePoolEnds_IsClosedWithItsExchange()
    {
        var (waiting, used) = (await _pool.OpenAsync(_client), await _pool.OpenAsync(_client));
        _pool.Return(waiting, isGood: true);

        _pool.Dispose();
        _pool.Return(used, isGood: true);

        Assert.Equal(0, _pool.Waiting);
    }

    /// <summary>A reload makes another pool: whoever is just opening a connection to the one before has patience all the same.</summary>
    [Fact]
    public async Task Connection_ThatOpensWhenThePoolEnds_EndsWithItsPatience()
    {
        using var full = new Socket(SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        using var pool = new ConnectionPool(new Uri($"http://{full.LocalEndPoint}"), Minute, Minute, _time);
        List<Task<PooledConnection>> opening = [];
        while (opening.TrueForAll(connection => connection.IsCompleted)) // until the system takes no more, and asks again a second later
        {
            opening.Add(pool.OpenAsync(_client).AsTask());
            await Task.WhenAny(opening[^1], Task.Delay(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken));
        }

        foreach (var taken in opening.Where(connection => connection.IsCompleted))
            pool.Return(await taken, isGood: true);
        pool.Dispose();
        while (!opening[^1].IsCompleted)
            (await full.AcceptAsync(TestContext.Current.CancellationToken)).Dispose();
        var connection = await opening[^1];

        _time.Advance(Minute * 1.1);

        Assert.Equal(EndedBy.Time, connection.EndedBy);
    }

    public void Dispose()
    {
        _pool.Dispose();
        _legacy.Dispose();
    }
}
