using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Strangler.EchoHost;
using Strangler.Services.Realtime.EngineIo;
using Strangler.Services.Realtime.WebSockets;
using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.Services.Tests.Realtime;

/// <summary>Sockets that outlive the request that opened them; the tests of Engine.IO and its official suites run on such ones, too.</summary>
public sealed class HandoverTests
{
    private const string Path = "/engine.io/";
    private const int Waiting = 32 * 1024 * 1024; // more than the system takes for a client that does not read

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_EndsWithItsAnswer_AndTheSocketGoesOn()
    {
        await using var host = await Host.StartAsync();
        await using var socket = await FrameSocket.OpenAsync(host.Address, Path);

        await Eventually.IsTrueAsync(() => host.EndedRequests == 1, Token);

        await socket.SendAsync(FrameSocket.Frame(0x81, "4hello"u8));
        Assert.Equal((0x81, Convert.ToHexString("4hello"u8)), await socket.ReceiveAsync());
        Assert.Equal(1, host.Connections);
    }

    [Fact]
    public async Task OtherRequests_OfAConnection_GoOnAsBefore()
    {
        await using var host = await Host.StartAsync();

        for (var i = 0; i < 3; i++)
            Assert.Equal(400, (await RawHttp.SendAsync(host.Address, RawRequest.Get(Path), Token)).Status);

        await Eventually.IsTrueAsync(() => host.Connections == 0, Token);
    }

    [Fact]
    public async Task Goodbye_EndsTheConnection()
    {
        await using var host = await Host.StartAsync();
        await using var socket = await FrameSocket.OpenAsync(host.Address, Path);

        await socket.SendAsync(FrameSocket.Frame(0x88, [0x03, 0xE8]));

        Assert.Equal((0x88, "03E8"), await socket.ReceiveAsync());
        Assert.Null(await socket.ReceiveAsync());
        await Eventually.IsTrueAsync(() => host.Connections == 0 && host.Engine.Count == 0, Token);
    }

    [Fact]
    public async Task Stop_EndsAConnectionWhoseClientSaysNothing()
    {
        await using var host = await Host.StartAsync();
        await using var socket = await FrameSocket.OpenAsync(host.Address, Path);
        await Eventually.IsTrueAsync(() => host.EndedRequests == 1, Token);

        await host.StopAsync();

        Assert.Equal(0, host.Connections);
    }

    /// <summary>It has sent its last and reads nothing, so that what waits for it can never be sent.</summary>
    [Fact]
    public async Task Client_ThatTakesNothingAnyMore_IsCutOffByTime()
    {
        await using var host = await Host.StartAsync();
        await using var connection = await RawConnection.OpenAsync(host.Address, Token);
        Assert.Equal(101, (await connection.ExchangeAsync(FrameSocket.Handshake(Path), Token)).Status);
        var session = await Eventually.GetAsync(() => Task.FromResult(host.Opened), one => one is not null, Token);
        session!.Send(new EngineMessage(new byte[Waiting]));

        connection.HalfClose();
        await Eventually.IsTrueAsync(() => host.Connections == 0 && host.Engine.Count == 0, Token);
        host.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.InRange(await LengthOfRestAsync(connection.Stream), 0, Waiting - 1);
    }

    private static async Task<long> LengthOfRestAsync(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        long length = 0;
        try
        {
            while (await stream.ReadAsync(buffer, Token) is > 0 and var count)
                length += count;
        }
        catch (IOException)
        {
            // reset
        }

        return length;
    }

    private sealed class Host : IEngineApplication, IAsyncDisposable
    {
        private readonly EchoMessages _echo = new();
        private WebApplication _app = null!;
        private int _connections;
        private int _endedRequests;

        private Host() => Engine = new EngineSessions(this, new EngineOptions(), Time);

        public FakeTimeProvider Time { get; } = new();

        public EngineSessions Engine { get; }

        public EngineSession? Opened { get; private set; }

        public Uri Address => new(_app.Urls.Single());

        public int Connections => Volatile.Read(ref _connections);

        public int EndedRequests => Volatile.Read(ref _endedRequests);

        public static async Task<Host> StartAsync()
        {
            var host = new Host();
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(host.Configure));
            builder.Services.AddRoutingCore();
            host._app = builder.Build();
            host._app.Use(async (context, next) =>
            {
                await next(context);
                Interlocked.Increment(ref host._endedRequests);
            });
            host._app.Map(Path, new EngineEndpoint(host.Engine).HandleAsync);
            await host._app.StartAsync(Token);
            return host;
        }

        public IEngineConnection Open(EngineSession session)
        {
            Opened = session;
            return _echo.Open(session);
        }

        public Task StopAsync() => _app.StopAsync(Token);

        public async ValueTask DisposeAsync()
        {
            await _app.StopAsync(new CancellationToken(true));
            await _app.DisposeAsync();
            Engine.Dispose();
        }

        private void Configure(ListenOptions listener)
        {
            listener.Use(next => async connection =>
            {
                Interlocked.Increment(ref _connections);
                try
                {
                    await next(connection);
                }
                finally
                {
                    Interlocked.Decrement(ref _connections);
                }
            });
            listener.Use(SocketHandover.Around(Time));
        }
    }
}
