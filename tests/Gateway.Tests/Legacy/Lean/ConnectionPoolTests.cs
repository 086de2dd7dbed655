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

    public void Dispose()
    {
        _pool.Dispose();
        _legacy.Dispose();
    }
}
