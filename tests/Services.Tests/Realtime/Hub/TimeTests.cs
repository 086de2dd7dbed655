using Strangler.Testing;

namespace Strangler.Services.Tests.Realtime.Hub;

/// <summary>What ends a connection by time, and what the server does before it stops.</summary>
public sealed class TimeTests
{
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Silence_IsPinged_AndAnAnswerIsEnough()
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.OpenAsync();

        for (var i = 0; i < 3; i++)
        {
            host.Time.Advance(PingInterval);
            var ping = Assert.NotNull(await client.NextAsync());
            Assert.Equal((FrameConnection.Ping, 0), (ping.First, ping.Payload.Length));
            await client.SendAsync(FrameConnection.Pong, []);
            await client.SendTextAsync("""{"type":"ping"}"""); // its answer shows that the pong was read
            Assert.Equal("pong", (await client.NextTextAsync()).GetProperty("type").GetString());
        }

        Assert.Equal(1, host.Sockets.Count);
    }

    /// <summary>A client that was just being sent something when its ping was due is no silent one.</summary>
    [Fact]
    public async Task Silence_WhileAMessageIsOnItsWay_IsPingedBehindIt()
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.OpenAsync();
        var text = new string('x', 32 * 1024 * 1024); // more than the system takes for a client that does not read
        host.Publish("job_cancelled", $$"""{"job_id":"job_1","success":true,"phase":"CANCELLED","reason":"{{text}}","timestamp":1.0}""");
        await client.BeginsAsync();

        host.Time.Advance(PingInterval);

        Assert.Equal(FrameConnection.Text, (await client.NextAsync())?.First);
        Assert.Equal(FrameConnection.Ping, (await client.NextAsync())?.First);
        await client.SendAsync(FrameConnection.Pong, []);
        await client.SendTextAsync("""{"type":"ping"}""");
        Assert.Equal("pong", (await client.NextTextAsync()).GetProperty("type").GetString());
        host.Time.Advance(Patience);
        await client.SendTextAsync("""{"type":"ping"}""");
        Assert.Equal("pong", (await client.NextTextAsync()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task HalfOpenConnection_IsEnded()
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.OpenAsync();

        host.Time.Advance(PingInterval);
        host.Time.Advance(Patience);

        await client.EndAsync();
        await Eventually.IsTrueAsync(() => host.Sockets.Count == 0, Token);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Message_ThatDoesNotEnd_EndsTheConnection(bool isBetweenFrames)
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.OpenAsync();

        if (isBetweenFrames)
            await client.SendAsync(FrameConnection.TextBegins, "{"u8);
        else
            await client.SendAsync(FrameConnection.Text, "{"u8, announced: 1000);
        await Eventually.IsTrueAsync(
            () =>
            {
                host.Time.Advance(Patience);
                return host.Sockets.Count == 0;
            },
            Token);

        await client.EndAsync();
    }

    [Fact]
    public async Task Drain_ClosesAllWith1012_AndNewOnesComeIn()
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.OpenAsync();
        await using var other = await host.OpenAsync();

        host.Sockets.Drain();

        foreach (var one in new[] { client, other })
        {
            Assert.Equal(1012, await one.NextCloseAsync());
            await one.LeaveAsync(1012);
        }

        await using var again = await host.OpenAsync();
    }

    [Fact]
    public async Task Closed_ClientDoesNotLeave_IsCutOff()
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.OpenAsync();
        host.Sockets.Drain();
        Assert.Equal(1012, await client.NextCloseAsync());

        host.Time.Advance(Patience);

        await client.EndAsync();
        await Eventually.IsTrueAsync(() => host.Sockets.Count == 0, Token);
    }

    [Fact]
    public async Task Stop_ClosesAllWith1012()
    {
        var host = await HubHost.StartAsync();
        await using var client = await host.OpenAsync();

        var stopped = host.DisposeAsync();

        Assert.Equal(1012, await client.NextCloseAsync());
        await client.LeaveAsync(1012);
        await stopped;
    }

    [Theory]
    [InlineData(1000, 1000)]
    [InlineData(1001, 1001)]
    [InlineData(4321, 4321)]
    public async Task Goodbye_OfTheClient_IsAnswered(int code, int answer)
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.OpenAsync();

        await client.SendAsync(FrameConnection.Close, [(byte)(code >> 8), (byte)code]);

        Assert.Equal(answer, await client.NextCloseAsync());
        Assert.Null(await client.NextAsync());
    }

    [Fact]
    public async Task Reset_OfTheConnection_IsForgotten()
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.OpenAsync();

        client.Reset();

        await Eventually.IsTrueAsync(() => host.Sockets.Count == 0, Token);
    }
}
